import { expect } from 'chai';
import type { Scenario } from '../../../src/model/scenario.ts';
import { type Blocks, codes, load } from '../scenario.ts';

const LIBRARY = `
parameters: {pace: {type: integer, default: 3, minimum: 1}}
calendars: {office: {days: mon-fri, hours: 09:00-17:00}}
metrics: {cpu_usage: {unit: percentage, clamp: [0, 100], decimals: 1}}
traits: {base: {normal: {mean: 60, sd: 7}, min: 45}}
patterns:
  shape:
    episodes:
      - {id: nightly, every: day, at: "03:00", for: 45m, metrics: {cpu_usage: [{kind: constant, value: 40}]}}
      - {id: weekly, every: week, at: sun 04:00, for: 3m}
    metrics:
      cpu_usage: {layers: [{kind: constant, value: $base}, {kind: noise, id: jitter, sd: 2}]}
      io_wait: {decimals: 0, layers: [{kind: constant, value: 4}]}
  quiet: {metrics: {cpu_usage: {layers: [{kind: constant, value: 3}]}}}
episodes:
  - {id: fault, rate: "\${pace}/week", for: {mean: 8m}, state: down, fields: {who: ana, why: disk}}
  - {id: update, every: month, at: "1 02:00", for: 1h}
`;

const given = (blocks: { readonly [block: string]: string }, parameters: { readonly [name: string]: string } = {}) => {
  const all: Blocks = {
    include: 'library.yaml',
    patterns: '{}',
    assets: '[{id: vm-101, pattern: shape}]',
    ...blocks,
  };
  return load(all, parameters, { 'library.yaml': LIBRARY });
};

function scenarioOf(blocks: { readonly [block: string]: string }, parameters = {}): Scenario {
  const loaded = given(blocks, parameters);
  if (loaded.scenario === null) {
    throw new Error(
      loaded.diagnostics.map(({ file, line, message }) => `${file}:${String(line)} ${message}`).join('\n'),
    );
  }
  return loaded.scenario;
}

const plain = scenarioOf({});
const shape = ({ patterns }: Scenario, name = 'shape') => patterns[name]!;
const cpu = (scenario: Scenario, name?: string) => shape(scenario, name).metrics['cpu_usage']!;
const kinds = (layers: readonly { readonly kind: string }[]) => layers.map(({ kind }) => kind);

describe('43: the main file changes an included definition with `extends`', () => {
  it('merging by key', () => {
    const { metrics } = shape(
      scenarioOf({ patterns: '{shape: {extends: shape, metrics: {io_wait: {unit: percentage}}}}' }),
    );
    expect(metrics['io_wait']).to.deep.equal({ ...shape(plain).metrics['io_wait']!, unit: 'percentage' });
    expect(metrics['cpu_usage']).to.deep.equal(cpu(plain));
  });

  it('layers appended, so that those that were there keep their keys', () => {
    const more = 'layers: [{kind: noise, sd: 1}, {kind: constant, value: 1}]';
    const { layers } = cpu(scenarioOf({ patterns: `{shape: {extends: shape, metrics: {cpu_usage: {${more}}}}}` }));
    expect(layers.slice(0, 2)).to.deep.equal(cpu(plain).layers);
    expect(layers.map(({ key }) => key)).to.deep.equal(['constant', 'jitter', 'noise', 'constant.2']);
  });

  it('`replace: true` for layers anew', () => {
    const anew = '{replace: true, layers: [{kind: constant, value: 1}]}';
    const changed = scenarioOf({ patterns: `{shape: {extends: shape, metrics: {cpu_usage: ${anew}}}}` });
    expect(kinds(cpu(changed).layers)).to.deep.equal(['constant']);
    expect(shape(changed).metrics['io_wait']).to.deep.equal(shape(plain).metrics['io_wait']);
  });

  it('episodes of a pattern by their id, the others as they are', () => {
    const night =
      '{id: nightly, at: "05:00", metrics: {cpu_usage: [{kind: noise, sd: 9}], io_wait: [{kind: constant, value: 9}]}}';
    const { episodes } = shape(
      scenarioOf({ patterns: `{shape: {extends: shape, episodes: [${night}, {id: third, rate: 1/day}]}}` }),
    );
    const [nightly, weekly] = shape(plain).episodes;
    expect(episodes.map(({ id }) => id)).to.deep.equal(['nightly', 'weekly', 'third']);
    expect(episodes[1]).to.deep.equal(weekly);
    expect(episodes[0]!.length).to.deep.equal(nightly!.length);
    expect(episodes[0]!.schedule.timing).to.deep.include({
      kind: 'calendar',
      at: { kind: 'constant', value: 5 * 3_600_000 },
    });
    expect(kinds(episodes[0]!.metrics['cpu_usage']!)).to.deep.equal(['constant', 'noise']);
    expect(kinds(episodes[0]!.metrics['io_wait']!)).to.deep.equal(['constant']);
  });

  it('episodes where they stand; a new timing takes the place of the old one', () => {
    const { episodes } = scenarioOf({
      episodes:
        '[{extends: update, rate: 2/day}, {id: mine, rate: 1/day}, {extends: fault, for: 1h, fields: {why: rain}}]',
    });
    expect(episodes.map(({ id }) => id)).to.deep.equal(['fault', 'update', 'mine']);
    expect(episodes[0]).to.deep.equal({
      ...plain.episodes[0],
      length: { kind: 'constant', value: 3_600_000 },
      fields: { ...plain.episodes[0]!.fields, why: { kind: 'constant', value: 'rain' } },
    });
    expect(episodes[1]!.schedule.timing).to.deep.equal({ kind: 'rate', amount: 2, unit: 'day' });
  });

  it('below another name it is new, and the included one stays', () => {
    const changed = scenarioOf({
      patterns: '{busy: {extends: quiet, metrics: {cpu_usage: {layers: [{kind: constant, value: 20}]}}}}',
      episodes: '[{id: outage, extends: fault, state: degraded}]',
      assets: '[{id: vm-101, pattern: busy}]',
    });
    expect(shape(changed, 'quiet')).to.deep.equal(shape(plain, 'quiet'));
    expect(cpu(changed, 'busy').layers.length).to.equal(2);
    expect(changed.episodes.map(({ id }) => id)).to.deep.equal(['fault', 'update', 'outage']);
    expect(changed.episodes[0]).to.deep.equal(plain.episodes[0]);
  });

  it('calendars, the catalogue, traits and parameters alike', () => {
    const changed = scenarioOf({
      parameters: '{pace: {extends: pace, default: 5}}',
      calendars: '{office: {extends: office, days: mon-sat}}',
      metrics: '{cpu_usage: {extends: cpu_usage, resolution: 0.25}}',
      traits: '{base: {extends: base, max: 90}}',
      patterns: '{shape: {extends: shape, metrics: {io_wait: {when: office}}}}',
    });
    expect(changed.parameters['pace']).to.deep.include({ type: 'integer', value: 5 });
    expect(cpu(changed)).to.deep.equal({ ...cpu(plain), resolution: { step: 0.25 } });
    expect(changed.traits['base']).to.deep.equal({ ...plain.traits['base'], max: 90 });
    expect(shape(changed).metrics['io_wait']!.when).to.deep.equal(
      scenarioOf({
        calendars: '{shop: {days: mon-sat, hours: 09:00-17:00}}',
        patterns: '{shape: {extends: shape, metrics: {io_wait: {when: shop}}}}',
      }).patterns['shape']!.metrics['io_wait']!.when,
    );
    expect(
      scenarioOf({ traits: '{base: {extends: base, lognormal: {median: 60, sigma: 1}}}' }).traits['base'],
    ).to.deep.include({
      kind: 'lognormal',
      min: 45,
    });
  });

  it('a parameter that was changed is still what --param sets', () => {
    const blocks = { parameters: '{pace: {extends: pace, default: 5}}' };
    expect(scenarioOf(blocks, { pace: '7' }).episodes[0]!.schedule.timing).to.deep.include({ amount: 7 });
    expect(() => given(blocks, { pace: '0' })).to.throw(/pace/);
  });

  it('the same name twice is an error', () => {
    expect(codes(given({ patterns: '{shape: {metrics: {}}}' }))).to.deep.equal(['defined-twice']);
    const [problem] = given({ patterns: '{shape: {metrics: {}}}' }).diagnostics;
    expect(problem!.hint).to.equal(
      'Write `extends: shape` in it to change the one that is included, or give it another name',
    );
    expect(codes(given({ patterns: '{mine: {extends: nothing}}' }))).to.include('unknown-definition');
  });

  it('a pattern with episodes only below its own name: their ids are unique', () => {
    expect(codes(given({ patterns: '{busy: {extends: shape}}' }))).to.deep.equal(['duplicate-episode']);
  });

  it('only in the main file', () => {
    const library = `${LIBRARY}\nx-more: {}\n`.replace('{unit: percentage,', '{extends: other, unit: percentage,');
    const all = { include: 'library.yaml', patterns: '{}', assets: '[{id: vm-101, pattern: shape}]' };
    expect(codes(load(all, {}, { 'library.yaml': library }))).to.deep.equal(['unknown-key']);
  });

  it('a problem in a part is shown where the part was written', () => {
    const where = (blocks: { readonly [block: string]: string }, library = LIBRARY) =>
      load(
        { include: 'library.yaml', patterns: '{}', assets: '[{id: vm-101, pattern: shape}]', ...blocks },
        {},
        { 'library.yaml': library },
      ).diagnostics.map(({ file, line, column }) => `${file}:${String(line)}:${String(column)}`);
    const changed = '{shape: {extends: shape, metrics: {cpu_usage: {layers: [{kind: constant, value: $nothing}]}}}}';
    expect(where({ patterns: changed })).to.deep.equal([
      `case.yaml:5:${String('patterns: '.length + changed.indexOf('$nothing') + 1)}`,
    ]);
    const broken = LIBRARY.replace('$base', '$bass');
    const line = broken.split('\n').findIndex((text) => text.includes('$bass'));
    const good = '{shape: {extends: shape, metrics: {cpu_usage: {layers: [{kind: constant, value: 1}]}}}}';
    const column = broken.split('\n')[line]!.indexOf('$bass') + 1;
    expect(where({ patterns: good }, broken)).to.include(`library.yaml:${String(line + 1)}:${String(column)}`);
  });
});
