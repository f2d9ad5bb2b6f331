import { expect } from 'chai';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { planOf, rowsOf, scenarioOf } from '../support/scenario.ts';

const BASE = `
version: 1
name: reach
seed: 5
timezone: Europe/Rome
time: { start: 2025-02-03, duration: 3d, step: 10m }
calendars:
  office: { days: mon-fri, hours: 09:00-17:00 }
  rest: { days: sat-sun }
traits:
  height: { uniform: [10, 90] }
  unused: { uniform: [1, 2] }
metrics:
  load: { unit: percentage, clamp: [0, 100], decimals: 1, while_down: zero, summary: How busy }
patterns:
  busy:
    episodes:
      - { id: burst, rate: 5/day, for: 20m, metrics: { load: [{ kind: constant, value: 5 }] } }
    metrics:
      load:
        layers:
          - { kind: constant, value: $height }
          - { kind: constant, value: 9, when: office }
          - { kind: noise, sd: 2 }
      wait:
        layers:
          - { kind: follow, metric: load, gain: 0.5 }
      plain:
        while_down: keep
        layers:
          - { kind: noise, sd: 1 }
  other:
    metrics:
      temperature: { layers: [{ kind: noise, sd: 1 }] }
assets:
  - { id: host, type: host, pattern: busy, tags: { site: a } }
  - { id: guest, type: guest, parent: host, pattern: busy, tags: { site: a }, data: { cores: 4 } }
  - { id: lone, type: guest, pattern: other, tags: { site: b }, timezone: Asia/Tokyo }
episodes:
  - { id: storm, select: { ids: [guest] }, rate: 3/day, for: 30m, state: degraded, because: weather }
reliability:
  - { select: { ids: [host] }, uptime: 95%, repair: 20m }
streams:
  - { kind: assets, to: assets }
  - { kind: metrics, to: metrics }
  - { kind: incidents, to: incidents }
  - { kind: jobs, to: jobs, metric: backup, daily: 01:00-04:00, success: { host: 90%, guest: 80% }, modifiers: [{ when: { metric: load, above: 50 }, times: 0.5 }], select: { ids: [host, guest] } }
sinks:
  local: { kind: ndjson, path: out/reach }
`;

interface Found {
  readonly digest: string;
  readonly rows: string;
}

/** Digest and records of every series, by stream and series. */
function seriesOf(text: string): ReadonlyMap<string, Found> {
  const plan = planOf(scenarioOf(text));
  const simulation = createSimulation(plan);
  return new Map(
    plan.streams.flatMap((stream) =>
      stream.series.map((series): [string, Found] => [
        `${stream.id} ${series.id}`,
        {
          digest: series.digest,
          rows: JSON.stringify(
            rowsOf(simulation, stream, { from: Date.parse('2025-02-03'), to: Date.parse('2025-02-06') }, [series]),
          ),
        },
      ]),
    ),
  );
}

/** An edit: text that stands once in the file, what takes its place, and what has then another digest. */
type Edit = readonly [name: string, before: string, after: string, changed: readonly string[] | 'all'];

const METRICS = ['load', 'plain', 'wait'];
const of = (asset: string, names: readonly string[] = METRICS) => names.map((name) => `metrics ${asset}/${name}`);
const LOADED = ['load', 'wait'];

const EDITS: readonly Edit[] = [
  ['a comment', 'patterns:', '# a comment\npatterns:', []],
  ['the name', 'name: reach', 'name: another', []],
  ['the period', 'duration: 3d', 'duration: 9d', []],
  ['a sink', 'path: out/reach', 'path: out/other', []],
  ['the summary of a metric', 'summary: How busy', 'summary: How loaded', []],
  ['a trait that nothing reads', 'unused: { uniform: [1, 2] }', 'unused: { uniform: [1, 3] }', []],
  ['a calendar that nothing reads', 'rest: { days: sat-sun }', 'rest: { days: sun }', []],
  ['the name of a calendar', '', '', []],
  ['the name of a pattern', '', '', []],
  ['the order of assets', '', '', []],
  [
    'another pattern',
    'temperature: { layers: [{ kind: noise, sd: 1 }] }',
    'temperature: { layers: [{ kind: noise, sd: 2 }] }',
    of('lone', ['temperature']),
  ],
  [
    'an asset more',
    'episodes:\n  - { id: storm',
    '  - { id: more, type: guest, pattern: busy }\nepisodes:\n  - { id: storm',
    [],
  ],
  [
    'a metric more',
    '  other:\n    metrics:',
    '      extra: { layers: [{ kind: noise, sd: 1 }] }\n  other:\n    metrics:',
    [],
  ],
  ['a stream more', 'sinks:', '  - { kind: events, of: storm, to: storms }\nsinks:', []],
  ['why', 'because: weather', 'because: rain', ['incidents guest']],
  ['free data', 'data: { cores: 4 }', 'data: { cores: 8 }', ['assets guest']],
  ['the seed', 'seed: 5', 'seed: 6', 'all'],
  [
    'a value of a layer',
    '{ kind: constant, value: 9, when: office }',
    '{ kind: constant, value: 8, when: office }',
    [...of('host', LOADED), ...of('guest', LOADED), 'jobs host', 'jobs guest'],
  ],
  [
    'a calendar',
    'hours: 09:00-17:00',
    'hours: 08:00-17:00',
    [...of('host', LOADED), ...of('guest', LOADED), 'jobs host', 'jobs guest'],
  ],
  [
    'the sd of noise',
    '- { kind: noise, sd: 1 }',
    '- { kind: noise, sd: 3 }',
    [...of('host', ['plain']), ...of('guest', ['plain'])],
  ],
  [
    'a clamp',
    'clamp: [0, 100]',
    'clamp: [0, 60]',
    [...of('host', LOADED), ...of('guest', LOADED), 'jobs host', 'jobs guest'],
  ],
  [
    'what an episode does',
    'value: 5 }',
    'value: 6 }',
    [...of('host', LOADED), ...of('guest', LOADED), 'jobs host', 'jobs guest'],
  ],
  // The host's outages show as zeros of the host's and the guest's load, and as missing waits; not where values are kept.
  [
    'the reliability of a host',
    'uptime: 95%',
    'uptime: 90%',
    [...of('host', LOADED), ...of('guest', LOADED), 'incidents host', 'incidents guest', 'jobs host', 'jobs guest'],
  ],
  ['an episode with a state', 'rate: 3/day', 'rate: 4/day', [...of('guest', LOADED), 'incidents guest', 'jobs guest']],
  ['a rate of success', 'guest: 80%', 'guest: 70%', ['jobs guest']],
];

const SPECIAL: { readonly [name: string]: (text: string) => string } = {
  'the name of a calendar': (text) => text.replaceAll('office', 'work'),
  'the name of a pattern': (text) => text.replaceAll('busy', 'laden'),
  'the order of assets': (text) => {
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('  - { id: host'));
    const [host, guest, lone] = lines.splice(at, 3);
    lines.splice(at, 0, lone!, guest!, host!);
    return lines.join('\n');
  },
};

describe('digests of series', () => {
  const before = seriesOf(BASE);

  for (const [name, old, now, expected] of EDITS) {
    it(`${name}: ${expected === 'all' ? 'all change' : expected.length === 0 ? 'none changes' : 'those that depend on it change'}`, () => {
      const special = SPECIAL[name];
      if (special === undefined) expect(BASE.split(old).length, 'stands once').to.equal(2);
      const after = seriesOf(special === undefined ? BASE.replace(old, now) : special(BASE));
      const changed = [...before].filter(([id, { digest }]) => after.get(id)?.digest !== digest).map(([id]) => id);
      if (expected === 'all') expect(changed).to.have.members([...before.keys()]);
      else expect(changed).to.have.members([...expected]);
      // What matters most: no value changes under a digest that does not.
      for (const [id, { digest, rows }] of before) {
        if (after.get(id)?.digest === digest) expect(after.get(id)!.rows, id).to.equal(rows);
      }
    });
  }

  it('are 32 hex digits, and differ between series', () => {
    const digests = [...before.values()].map(({ digest }) => digest);
    for (const digest of digests) expect(digest).to.match(/^[0-9a-f]{32}$/);
    expect(new Set(digests).size).to.equal(digests.length);
  });
});
