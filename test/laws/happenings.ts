/**
 * What may happen in the laws' scenarios, and what it does: lists in which every key of the grammar occurs. A new key
 * takes part by standing in one of them; `laws.test.ts` names those that do not.
 */
import fc, { type Arbitrary } from 'fast-check';

export type Written = { readonly [key: string]: unknown };

/** `cause` is an episode of the same assets, `fault` one of their parent. */
export const timings: readonly Written[] = [
  { every: 'day', at: '23:00' },
  { every: 'day', at: '02:00', jitter: '20m' },
  { every: 'day', at: '$bedtime' },
  { every: 'day', at: '01:00-04:00' },
  { every: 'week', at: 'sun 04:00' },
  { every: 'month', at: 'last 02:00' },
  { every: 'hour', at: '20m', jitter: '5m' },
  { every: '9h', jitter: '40%', spread: true },
  { every: '20h', jitter: '40%', origin: 'birth' },
  { rate: '2/h', during: 'office' },
  { rate: '5/day' },
  { rate: '0.01/m' },
  {
    rate: {
      per: '1h',
      layers: [
        { kind: 'constant', value: 1 },
        { kind: 'profile', op: 'multiply', over: 'day', points: { '04:00': 0.1, '16:00': 2 } },
      ],
    },
  },
  {
    rate: {
      per: '1d',
      layers: [
        { kind: 'constant', value: 20 },
        { kind: 'noise', sd: 10, correlation: '3h' },
      ],
    },
    during: { days: 'mon-fri' },
  },
  { uptime: '97%' },
  { at: ['2025-02-07T10:12', '2025-02-08T03:00Z'] },
  { after: 'cause' },
  { after: 'cause', lag: { uniform: ['1m', '3h'] }, chance: '60%' },
  { after: { end_of: 'cause' }, lag: '7m', during: 'office' },
  { after: ['cause', { end_of: 'fault' }] },
  { after: { all: ['cause', { end_of: 'second' }] }, chance: '80%' },
];

/** Those that happen as often whatever the step. */
export const isSteady = (timing: Written): boolean => typeof timing['rate'] !== 'object';

const length: Arbitrary<unknown> = fc.constantFrom<unknown>(
  '3m',
  '50m',
  { uniform: ['1m', '40m'] },
  { lognormal: { mean: '8m', sigma: 1 }, max: '2h' },
  { exponential: { mean: '10m' }, max: '1h' },
);

/** What an episode may do, by its key. */
const effects: { readonly [key: string]: Arbitrary<unknown> } = {
  state: fc.constantFrom('down', 'degraded', { one_of: { down: 1, degraded: 2 } }),
  records: fc.constantFrom('lost', 'late', { late: { uniform: ['0m', '10m'] } }),
  clock: fc.constantFrom('frozen', { speed: 3 }, { speed: 0.3 }, { shift: '-24h' }, { shift: '90m' }),
  only: fc.constantFrom(['beta'], ['alpha', 'gamma']),
  tags: fc.constant({ owner: { one_of: ['ana', 'bo'] }, site: 'elsewhere' }),
  fields: fc.constant({ height: { normal: { mean: 3, sd: 1 } }, name: '$asset-$key' }),
  label: fc.constantFrom('anomaly', 'drill'),
  because: fc.constant('a reason'),
  planned: fc.boolean(),
  per: fc.constantFrom('asset', 'parent', 'type', 'all', 'tags.site'),
};

/** An episode, of which some keys are given. */
export function episode(
  given: Written,
  timing: Arbitrary<Written>,
  layers: Arbitrary<readonly Written[]> | null,
): Arbitrary<Written> {
  const metrics = layers === null ? {} : { metrics: layers.map((list) => ({ alpha: list })) };
  const free = Object.entries({ ...effects, ...metrics }).filter(([key]) => !Object.hasOwn(given, key));
  return fc
    .record({ timing, for: length, does: fc.record(Object.fromEntries(free), { requiredKeys: [] }) })
    .map(({ timing: when, for: long, does }) => ({ for: long, ...does, ...given, ...when }));
}

/** Keys of an episode that take part. */
export const episodeKeys: readonly string[] = ['id', 'select', 'for', 'metrics', ...Object.keys(effects)];

/** What a metric may say of its records, by its key. */
export const emission: { readonly [key: string]: Arbitrary<unknown> } = {
  while_down: fc.constantFrom('missing', 'zero', 'keep'),
  decimals: fc.integer({ min: 0, max: 4 }),
  clamp: fc.constantFrom([-1000, 1000], [null, 300], [0, null]),
  when: fc.constantFrom('office', { episode: 'own' }, { state: 'up' }, { not: { episode: 'cause' } }),
  every: fc.constantFrom('day', 'week', 'hour', '10m', '7m'),
};
