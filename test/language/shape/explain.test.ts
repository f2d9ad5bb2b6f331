import { Ajv } from 'ajv';
import { expect } from 'chai';
import fc from 'fast-check';
import { Reporter } from '../../../src/language/diagnostics/reporter.ts';
import { readSource } from '../../../src/language/source.ts';
import { explain } from '../../../src/language/shape/explain.ts';
import { reportShape } from '../../../src/language/shape/report.ts';
import { exampleSchema } from './example-schema.ts';

const minimal = 'name: a\ntime: {step: 1m}\n';

/** `line:column-endColumn [code] message | hint`, one for each problem. */
function problemsOf(yaml: string): string[] {
  const report = new Reporter();
  const source = readSource('x.yaml', new TextEncoder().encode(yaml), report);
  if (source !== null && explain(exampleSchema, source.value).next().done !== true)
    reportShape(source, exampleSchema, report);
  return report
    .diagnostics()
    .map((d) => `${d.line}:${d.column}-${d.endColumn} [${d.code}] ${d.message} | ${d.hint ?? ''}`);
}

describe('explaining a wrong shape', () => {
  const cases: Record<string, [yaml: string, ...problems: string[]]> = {
    'accepts what is right': [
      minimal +
        'x-free: {any: thing}\nmetrics: {cpu: {layers: [{kind: constant, value: {uniform: [1, 2]}}]}}\ncondition: {all: [office, {not: {hours: 9-17}}]}\n',
    ],
    'names the nearest key, and the legal ones': [
      minimal + 'tme: 1\ndecimal: 2\n',
      '3:1-4 [unknown-key] `tme` is not a key of a scenario | Keys here: `name`, `summary`, `seed`, `decimals`, `ratio`, `emit`, `time`, `clamp`, `tuple`, `tags`, `metrics`, `streams`, `condition`, `timing`, `exclusive`, `never`',
      '4:1-8 [unknown-key] `decimal` is not a key of a scenario | Did you mean `decimals`? Keys here: `name`, `summary`, `seed`, `decimals`, `ratio`, `emit`, `time`, `clamp`, `tuple`, `tags`, `metrics`, `streams`, `condition`, `timing`, `exclusive`, `never`',
    ],
    'takes a misspelt key for the missing one': [
      'name: a\ntime: {stpe: 1m}\n',
      '2:8-12 [unknown-key] `stpe` is not a key of a period | Did you mean `step`? Keys here: `step`, `until`',
    ],
    'names the block that misses a key': [
      'name: a\ntime: {until: 1m}\n',
      '2:1-5 [missing-key] A period needs `step` | `step`: Time between two ticks.',
    ],
    'names the file that misses a key': ['time: {step: 1m}\n', '1:1-17 [missing-key] A scenario needs `name` | '],
    'follows only the kind that was meant': [
      minimal +
        'metrics:\n  cpu:\n    layers:\n      - {kind: sine, amplitud: 3, period: 15 minutes}\n      - kind: constant\n',
      '6:22-30 [unknown-key] `amplitud` is not a key of a sine layer | Did you mean `amplitude`? Keys here: `kind`, `amplitude`, `period`, `base`',
      '6:43-53 [wrong-value] `period` takes a duration such as 15m, 2h or 14d, not `15 minutes` | ',
      '7:9-23 [missing-key] A constant layer needs `value` | ',
    ],
    'knows no such kind': [
      minimal + 'metrics: {cpu: {layers: [{kind: sinus, amplitude: 1}]}}\n',
      '3:33-38 [unknown-kind] `sinus` is not a kind of layer | Kinds: `constant`, `sine`, `group`',
    ],
    'asks for a kind': [
      minimal + 'metrics: {cpu: {layers: [{amplitude: 1}]}}\n',
      '3:26-40 [missing-key] A layer needs `kind` | Kinds: `constant`, `sine`, `group`',
    ],
    'says a kind that is no name': [
      minimal + 'metrics: {cpu: {layers: [{kind: [sine]}, {kind: null}]}}\n',
      '3:33-39 [unknown-kind] `["sine"]` is not a kind of layer | Kinds: `constant`, `sine`, `group`',
      '3:43-47 [missing-key] A layer needs `kind` | Kinds: `constant`, `sine`, `group`',
    ],
    'goes into kinds within kinds': [
      minimal + 'metrics: {cpu: {layers: [{kind: group, layers: [{kind: sine}]}]}}\n',
      '3:49-61 [missing-key] A sine layer needs `amplitude` | `amplitude` (unit of the metric): Half of peak to peak.',
    ],
    'tells a form by an example': [
      'name: a\ntime: {step: 15 minutes}\n',
      '2:14-24 [wrong-value] `step` takes a duration such as 15m, 2h or 14d, not `15 minutes` | `step`: Time between two ticks.',
    ],
    'tells the bounds of a number': [
      minimal + 'decimals: 16\nseed: -1\nratio: 0\n',
      '3:11-13 [out-of-range] `decimals` takes a whole number from 0 to 15, not `16` | ',
      '4:7-9 [out-of-range] `seed` takes a whole number of at least 0, not `-1` | `seed`: What every draw is made from.',
      '5:8-9 [out-of-range] `ratio` takes a number above 0, not `0` | `ratio` (percentage): How much.',
    ],
    'wants whole numbers whole': [
      minimal + 'decimals: 1.5\n',
      '3:11-14 [wrong-type] `decimals` takes a whole number from 0 to 15, not `1.5` | ',
    ],
    'tells a quoted number': [
      minimal + 'decimals: "3"\nratio: "1e3"\n',
      '3:11-14 [wrong-type] `decimals` takes a whole number from 0 to 15, not `"3"` | Remove the quotes: in quotes it is text',
      '4:8-13 [wrong-type] `ratio` takes a number above 0, not `"1e3"` | Remove the quotes: in quotes it is text',
    ],
    'tells a number that should be text': [
      minimal + 'summary: 5\n',
      '3:10-11 [wrong-type] `summary` takes a text, not `5` | Put it in quotes: "5"',
    ],
    'tells what is empty': [
      'name:\ntime:\n',
      '1:1-5 [wrong-type] `name` has no value; it takes a name such as pmi-default | ',
      '2:1-5 [wrong-type] `time` has no value; it takes a period (`key: value`) | ',
    ],
    'tells a list from a mapping': [
      minimal + 'metrics: [cpu]\nclamp: {min: 0}\n',
      '3:1-8 [wrong-type] `metrics` takes a mapping (`key: value`), not the list `[cpu]` | ',
      '4:1-6 [wrong-type] `clamp` takes two bounds such as [0, 100], not a mapping | ',
    ],
    'knows the legal values': [
      minimal + 'metrics: {cpu: {while_down: mising}}\nemit: yes\n',
      '3:29-35 [unknown-value] `while_down` cannot be `mising` | Did you mean `missing`? It takes: `missing`, `zero`, `keep`',
      '4:7-10 [wrong-type] `emit` takes `true` or `false`, not `yes` | ',
    ],
    'counts items': [
      minimal + 'clamp: [1]\n',
      '3:8-11 [wrong-length] `clamp` takes 2 items, not 1 | Write two bounds such as [0, 100]',
    ],
    'checks items': [
      minimal + 'clamp: [0, high]\n',
      '3:12-16 [wrong-type] An item of `clamp` takes a number or null, not `high` | ',
    ],
    'checks tuples': [
      minimal + 'tuple: [1, a, b]\n',
      '3:9-10 [wrong-type] An item of `tuple` takes a text, not `1` | Put it in quotes: "1"',
      '3:12-13 [wrong-type] An item of `tuple` takes a number, not `a` | ',
      '3:15-16 [unknown-key] An item of `tuple` is not allowed here | ',
    ],
    'refuses repeated items': [
      minimal + 'tags: [a, b, a]\n',
      '3:14-15 [wrong-value] `a` is in `tags` already | Keep one of the two',
    ],
    'checks names': [
      minimal + 'metrics: {CPU usage: {}}\n',
      '3:11-20 [wrong-name] `CPU usage` is not a name such as cpu_usage | ',
    ],
    'describes all shapes of a scalar': [
      minimal + 'metrics: {cpu: {layers: [{kind: constant, value: abc}, {kind: constant, value: true}]}}\n',
      '3:50-53 [wrong-value] `value` takes a number, a draw or a $name, not `abc` | ',
      '3:80-84 [wrong-value] `value` takes a number, a draw or a $name, not `true` | ',
    ],
    'chooses a shape by its keys': [
      minimal +
        'metrics: {cpu: {layers: [{kind: constant, value: {normal: {mean: 1}}}, {kind: constant, value: {unifrm: [1, 2]}}, {kind: constant, value: {uniform: [1]}}]}}\n',
      '3:51-57 [missing-key] A normal law needs `sd` | ',
      '3:97-103 [unknown-key] `unifrm` is not a key of `value` | Did you mean `uniform`? Keys here: `uniform`',
      '3:149-152 [wrong-length] `uniform` takes 2 items, not 1 | ',
    ],
    'names what would tell shapes apart': [
      minimal + 'metrics: {cpu: {layers: [{kind: constant, value: {zzz: 1}}, {kind: constant, value: {}}]}}\n',
      '3:51-54 [unknown-key] `zzz` is not a key of a draw | It needs one of: `uniform`, `normal`',
      '3:78-83 [missing-key] A draw is empty | It needs one of: `uniform`, `normal`',
    ],
    'reads choices within choices': [
      minimal + 'streams: [{kind: metrics}, {kind: polls}, al, 3]\n',
      '3:11-26 [missing-key] An item of `streams` needs `to` | ',
      '3:35-40 [unknown-kind] `polls` is not a kind of an item of `streams` | Kinds: `metrics`, `assets`, `things`',
      '3:43-45 [unknown-value] An item of `streams` cannot be `al` | Did you mean `all`? It takes: `all`, `none`',
      '3:47-48 [wrong-value] An item of `streams` takes a mapping (`key: value`), or `all` or `none`, not `3` | ',
    ],
    'wants one item at least': [
      minimal + 'streams: []\n',
      '3:10-12 [wrong-length] `streams` takes at least 1 item, not 0 | ',
    ],
    'explains what may be text or a mapping': [
      minimal + 'condition: 5\n',
      '3:12-13 [wrong-type] `condition` takes the name of a calendar, or a condition such as {hours: 09:00-17:00}, not `5` | ',
    ],
    'goes into nested conditions': [
      minimal + 'condition: {all: [{not: {hour: 9-17}}, {}]}\n',
      '3:26-30 [unknown-key] `hour` is not a key of a condition | Did you mean `hours`? Keys here: `hours`, `all`, `not`',
      '3:40-42 [wrong-length] A condition is empty | ',
    ],
    'wants one of two keys': [
      minimal + 'timing: {}\n',
      '3:1-7 [missing-key] A timing is empty | It needs one of: `every`, `rate`',
    ],
    'wants not both keys': [
      minimal + 'timing: {every: 1h, rate: 3/h}\n',
      '3:21-25 [exclusive-keys] `every` and `rate` cannot stand together | Keep one of them',
    ],
    'wants keys together': [
      minimal + 'timing: {rate: 3/h, at: "09:00"}\n',
      '3:21-23 [missing-key] `at` stands only together with `every` | ',
    ],
    'keeps exclusive keys apart': [
      minimal + 'exclusive: {a: 1, b: 2}\n',
      '3:13-14 [exclusive-keys] `a` and `b` cannot stand together | Keep one of them',
    ],
    'refuses what is forbidden': [
      minimal + 'exclusive: {c: 1}\nnever: x\n',
      '3:13-14 [unknown-key] `c` is not a key of `exclusive` | Did you mean `a`? Keys here: `a`, `b`',
      '4:8-9 [unknown-value] `never` cannot be `x` | ',
    ],
    'limits the length of texts': [
      minimal + 'summary: this is much too long for it\n',
      '3:10-38 [wrong-length] `summary` has at most 20 characters, not 28 | ',
    ],
    'wants a space after a colon': [
      minimal + 'timing: {every:1h, rate: 3/h}\n',
      '3:10-18 [unknown-key] `every:1h` is not a key of a timing | After the colon there is a space: `every: 1h`',
    ],
    'wants a mapping at the top': [
      '- a\n- b\n',
      '1:1-4 [wrong-type] The file holds the list `[a, b]`, not a scenario (`key: value`) | ',
    ],
    'wants more than a text at the top': [
      'hello\n',
      '1:1-6 [wrong-type] The file holds `hello`, not a scenario (`key: value`) | ',
    ],
    'points into the anchor that is shared': [
      minimal + 'metrics:\n  a: &m {while_down: no}\n  b: *m\n  c: *m\n',
      '4:22-24 [unknown-value] `while_down` cannot be `no` | It takes: `missing`, `zero`, `keep`',
    ],
  };
  for (const [name, [yaml, ...problems]] of Object.entries(cases)) {
    it(name, () => expect(problemsOf(yaml)).to.deep.equal(problems));
  }

  it('stops after a hundred problems', () => {
    const yaml = `${minimal}metrics:\n${Array.from({ length: 150 }, (_, i) => `  A${i}: {}\n`).join('')}`;
    const found = problemsOf(yaml);
    expect(found).to.have.length(101);
    expect(found.at(-1)).to.contain('[too-many-problems]');
  });

  it('finds a problem exactly where the validator does', () => {
    const validate = new Ajv({ strict: false }).compile(exampleSchema);
    fc.assert(
      fc.property(written, (value) => {
        const found = [...explain(exampleSchema, value)];
        expect(found.length === 0, JSON.stringify(found)).to.equal(validate(value));
      }),
      { numRuns: 3000 },
    );
  });
});

/** Documents near the language: its keys and words in and out of place. */
const keys = [
  'name',
  'time',
  'step',
  'metrics',
  'layers',
  'kind',
  'value',
  'uniform',
  'normal',
  'mean',
  'sd',
  'amplitude',
  'streams',
  'to',
  'condition',
  'all',
  'not',
  'hours',
  'timing',
  'every',
  'rate',
  'at',
  'exclusive',
  'a',
  'b',
  'c',
  'clamp',
  'tuple',
  'tags',
  'seed',
  'x-y',
  'never',
  'until',
];
const { written } = fc.letrec<{ written: unknown; block: unknown }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      1,
      1.5,
      -1,
      null,
      true,
      'a',
      '1m',
      '$a',
      'sine',
      'group',
      'constant',
      'metrics',
      'assets',
      'all',
      '',
    ),
    fc.array(tie('block'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('block'), { maxKeys: 4 }),
  ),
  written: fc.oneof(
    tie('block'),
    fc.record(
      {
        name: fc.constantFrom('a', 'B'),
        time: fc.constant({ step: '1m' }),
        metrics: fc.dictionary(
          fc.constantFrom('a', 'B'),
          fc.record({
            layers: fc.array(
              fc.oneof(
                fc.record(
                  {
                    kind: fc.constantFrom('sine', 'constant', 'group', 'x'),
                    value: tie('block'),
                    amplitude: fc.constant(1),
                    layers: tie('block'),
                  },
                  { requiredKeys: [] },
                ),
                tie('block'),
              ),
              { maxLength: 2 },
            ),
          }),
        ),
        streams: tie('block'),
        condition: tie('block'),
        timing: tie('block'),
        exclusive: tie('block'),
        clamp: tie('block'),
        tuple: tie('block'),
        tags: tie('block'),
      },
      { requiredKeys: ['name', 'time'] },
    ),
  ),
}));
