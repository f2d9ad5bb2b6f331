/** Small scenarios, one for each way in which a value is made: what golden hashes are taken of. */
import { drawKinds } from '../../src/language/grammar/draw.ts';
import { layers } from '../../src/layers/registry.ts';

type Written = { readonly [key: string]: unknown };
type Layers = readonly Written[];

/** Metrics that a layer may read. */
const SOURCES = {
  cpu_usage: {
    layers: [
      { kind: 'constant', value: 50 },
      { kind: 'noise', sd: 5 },
    ],
  },
  memory_usage: {
    layers: [
      { kind: 'constant', value: 70 },
      { kind: 'noise', sd: 12, correlation: '20m' },
    ],
  },
};

function scenario(metrics: { readonly [name: string]: Written }, more: Written = {}): Written {
  return {
    version: 1,
    name: 'golden',
    seed: 7,
    timezone: 'Europe/Rome',
    // Over the night in which the clocks go forward.
    time: { end: '2025-03-31T00:00', duration: '3d', step: '1m' },
    calendars: { office: { days: 'mon-fri', hours: '09:00-17:00' } },
    traits: { baseline: { lognormal: { median: 35, sigma: 0.4 }, min: 5, max: 200 } },
    patterns: { shape: { metrics } },
    assets: [
      { id: 'host', type: 'host', pattern: 'shape' },
      { id: 'guest', type: 'guest', parent: 'host', pattern: 'shape', timezone: 'America/New_York' },
    ],
    streams: [{ kind: 'metrics', to: 'metrics' }],
    ...more,
  };
}

const metric = (list: Layers, more: Written = {}) => ({ decimals: 6, layers: list, ...more });

const ofLayers = layers.flatMap(({ kind, examples }) =>
  examples.map((example, i): [string, Written] => [
    `layer ${kind} ${i + 1}`,
    scenario({ ...SOURCES, golden: metric([{ kind: 'constant', value: 3 }, example]) }),
  ]),
);

const OPERATIONS = ['add', 'set', 'multiply', 'min', 'max'];
const ofOperations = OPERATIONS.map((op): [string, Written] => [
  `operation ${op}`,
  scenario({
    golden: metric([
      { kind: 'sine', base: 5, amplitude: 4, phase: '06:00' },
      { kind: 'constant', op, value: 7, when: 'office', rise: '20m', fall: '1h' },
    ]),
  }),
]);

/** Each kind of draw, where it may stand. */
const DRAWS: { readonly [kind in (typeof drawKinds)[number]]: readonly unknown[] } = {
  uniform: [{ uniform: [10, 20] }, { uniform: [0, 1], decimals: 2 }],
  normal: [{ normal: { mean: 10, sd: 3 } }, { normal: { mean: 0, sd: 3 }, min: 1, max: 20 }],
  lognormal: [
    { lognormal: { mean: 8, sigma: 1 } },
    { lognormal: { median: 8, sigma: 0.5 }, min: 2, max: 40 },
    { lognormal: { mean: 8, sigma: 1 }, max: 100 },
  ],
  exponential: [{ exponential: { mean: 4 } }, { exponential: { mean: 4 }, min: 1, max: 30 }],
  one_of: [{ one_of: [1, 2, 3] }, { one_of: { paid: 94, refunded: 4, failed: 2 } }],
  chance: [{ chance: 'first' }, { chance: 'domain' }, { chance: 'ip' }],
  mean: [],
  pareto: [{ pareto: { min: 2, alpha: 1.5 } }, { pareto: { min: 2, alpha: 1.5 }, max: 40 }],
  poisson: [{ poisson: { mean: 3.5 } }],
  zipf: [{ zipf: { n: 1000, s: 1.05 } }],
  case: [{ case: '$type', even: { uniform: [0, 1] }, odd: { one_of: [7, 8] }, decimals: 3 }],
};

/** Kinds that came later have a scenario of their own: one that is held is not changed. */
const LATER = ['pareto', 'poisson', 'zipf', 'case'];
const kindsOf = (later: boolean) =>
  Object.entries(DRAWS).flatMap(([kind, draws]) => (LATER.includes(kind) === later ? draws : []));
const numbers = kindsOf(false);
const ofLaterDraws: [string, Written] = [
  'draws of tails, counts and cases',
  scenario(
    {},
    {
      assets: Array.from({ length: 40 }, (_, i) => ({
        id: `asset-${i}`,
        type: i % 2 === 0 ? 'even' : 'odd',
        fields: Object.fromEntries(kindsOf(true).map((draw, k) => [`field_${k}`, draw])),
      })),
      streams: [{ kind: 'assets', to: 'assets' }],
      patterns: {},
    },
  ),
];
const ofDraws: [string, Written] = [
  'draws of traits',
  scenario(
    { golden: metric([{ kind: 'constant', value: '$baseline' }]) },
    {
      traits: {
        baseline: { uniform: [1, 9] },
        ...Object.fromEntries(numbers.map((draw, i) => [`trait_${i}`, draw])),
        ...Object.fromEntries(
          ['parent', 'type', 'all', 'tags.site'].map((per, i) => [`shared_${i}`, { uniform: [0, 1], per }]),
        ),
      },
      assets: Array.from({ length: 12 }, (_, i) => ({
        id: `asset-${i}`,
        type: i % 2 === 0 ? 'even' : 'odd',
        tags: { site: { one_of: ['a', 'b', 'c'] } },
        data: Object.fromEntries([
          ...numbers.map((_draw, k) => [`trait_${k}`, `$trait_${k}`] as const),
          ...[0, 1, 2, 3].map((k) => [`shared_${k}`, `$shared_${k}`] as const),
        ]),
      })),
      streams: [{ kind: 'assets', to: 'assets' }],
      patterns: {},
    },
  ),
];

const TIMINGS: { readonly [name: string]: Written } = {
  at: { at: ['2025-03-29T10:12', '2025-03-30T02:30', '2025-03-30T03:00Z'] },
  hourly: { every: 'hour', at: '15m' },
  daily: { every: 'day', at: '02:30', jitter: '20m' },
  slot: { every: 'day', at: '01:00-04:00' },
  weekly: { every: 'week', at: 'sun 04:00' },
  monthly: { every: 'month', at: 'last-2 12:00' },
  period: { every: '7h' },
  spread: { every: '20h', jitter: '40%', spread: true },
  seconds: { rate: '0.002/s' },
  minutes: { rate: '0.1/m' },
  hours: { rate: '2/h', during: 'office' },
  days: { rate: '5/day' },
  weeks: { rate: '10/week', during: { hours: '08:00-20:00' } },
  months: { rate: '30/month' },
  years: { rate: '400/year' },
  uptime: { uptime: '97%' },
  signal: { rate: { per: '1h', layers: [{ kind: 'sine', base: 3, amplitude: 4, period: '24h', phase: '09:00' }] } },
  after: { after: { end_of: 'cause' }, lag: { uniform: ['1m', '9m'] }, chance: '70%' },
  after_all: { after: { all: ['cause', 'other'] } },
};

const LENGTHS: readonly unknown[] = [
  '30m',
  '0s',
  { mean: '8m' },
  { uniform: ['1m', '40m'] },
  { exponential: { mean: '4m' }, max: '1h' },
];

const CAUSES: readonly Written[] = [
  { id: 'cause', rate: '1/h', for: '5m' },
  { id: 'other', every: '5h', jitter: '50%' },
];

const ofTimings = Object.entries(TIMINGS).map(([name, timing], i): [string, Written] => [
  `timing ${name}`,
  scenario(
    { golden: metric([{ kind: 'constant', value: 1 }], { while_down: 'missing' }) },
    {
      episodes: [
        ...('after' in timing ? CAUSES : []),
        {
          id: 'happening',
          ...timing,
          for: LENGTHS[i % LENGTHS.length],
          per: ['asset', 'parent', 'all'][i % 3],
          state: i % 2 === 0 ? 'down' : { one_of: { down: 1, degraded: 2 } },
          metrics: { golden: [{ kind: 'constant', value: { uniform: [1, 9] }, rise: '2m', fall: '5m' }] },
          fields: { version: 'v-$key', size: { normal: { mean: 5, sd: 1 } } },
          label: 'golden',
        },
      ],
      streams: [
        { kind: 'metrics', to: 'metrics' },
        { kind: 'incidents', to: 'incidents' },
        { kind: 'events', of: 'happening', to: 'events' },
      ],
    },
  ),
]);

const ofStates: [string, Written] = [
  'dependencies and jobs',
  scenario(
    {
      golden: metric(
        [
          { kind: 'constant', value: 1 },
          { kind: 'constant', op: 'set', value: 0, when: { state: 'down' } },
        ],
        { while_down: 'keep' },
      ),
    },
    {
      dependencies: [
        { select: { type: 'guest' }, down_after: { uniform: ['0s', '5m'] }, up_after: { uniform: ['2m', '6m'] } },
      ],
      downtime: [{ id: 'nightly', select: { type: 'guest' }, every: 'day', at: '23:00', for: '2h' }],
      reliability: [{ uptime: '95%', repair: { mean: '12m' }, degraded_share: '30%' }],
      streams: [
        { kind: 'polls', to: 'polls', status: 'golden' },
        { kind: 'incidents', to: 'incidents' },
        {
          kind: 'jobs',
          to: 'jobs',
          metric: 'backup',
          daily: '22:00-04:00',
          success: { host: '60%', guest: '70%' },
          modifiers: [{ when: { days: 'sat-sun' }, times: 0.5 }],
        },
      ],
    },
  ),
];

const ofRounding: [string, Written] = [
  'rounding and grids',
  scenario({
    up: metric([{ kind: 'noise', sd: 3 }], { round: 'up', decimals: 1, every: '5m' }),
    down: { resolution: 0.25, round: 'down', clamp: [-1, 1], layers: [{ kind: 'noise', sd: 3 }] },
    sometimes: metric([{ kind: 'noise', sd: 3 }], { when: { hours: '22:00-06:00' } }),
  }),
];

/** What follows over a window reads the records of the other at its own times. */
const ofWindows: [string, Written] = [
  'readings over windows',
  scenario({
    daily: metric([{ kind: 'noise', sd: 3 }], { every: 'day', at: '08:00' }),
    hourly: metric([{ kind: 'noise', sd: 3 }], { every: 'hour', at: '20m' }),
    odd: metric([{ kind: 'noise', sd: 3 }], { every: '35m' }),
    golden: metric([
      { kind: 'follow', metric: 'daily', window: '2d', pick: 'sum' },
      { kind: 'follow', metric: 'hourly', window: '150m', lag: '7m', pick: 'mean' },
      { kind: 'follow', metric: 'odd', window: '2h', pick: 'p95' },
    ]),
  }),
];

export const SCENARIOS: ReadonlyMap<string, Written> = new Map([
  ...ofLayers,
  ...ofOperations,
  ofDraws,
  ofLaterDraws,
  ...ofTimings,
  ofStates,
  ofRounding,
  ofWindows,
]);
