/** Small estates of hosts, guests and services, to which much happens: what the data must agree on anywhere. */
import fc, { type Arbitrary } from 'fast-check';

type Written = { readonly [key: string]: unknown };

const timing: Arbitrary<Written> = fc.constantFrom<Written>(
  { every: 'day', at: '23:30' },
  { every: 'day', at: '02:00', jitter: '20m' },
  { every: 'week', at: 'sat 01:00' },
  { every: '7h', jitter: '40%', spread: true },
  { every: '3h' },
  { rate: '1/h', during: 'office' },
  { rate: '6/day' },
  { at: ['2025-02-07T10:12', '2025-02-08T03:00Z'] },
);

const length: Arbitrary<unknown> = fc.constantFrom<unknown>(
  '3m',
  '40s',
  '5h',
  { uniform: ['10s', '40m'] },
  { mean: '8m' },
  { exponential: { mean: '10m' }, max: '1h' },
);

const select: Arbitrary<Written> = fc.constantFrom<Written>(
  { type: 'host' },
  { type: 'guest' },
  { type: 'service' },
  { type: ['guest', 'service'] },
  { ids: ['host-1', 'svc-*'] },
  { within: 'guest-1' },
  { parent: 'host-1' },
);

const state = fc.constantFrom<unknown>('down', 'degraded', { one_of: { down: 1, degraded: 2 } });

const happening = (id: string): Arbitrary<Written> =>
  fc
    .record({ select, timing, for: length, state, per: fc.constantFrom('asset', 'parent', 'type', 'tags.site', 'all') })
    .map(({ timing: when, ...rest }) => ({ id, ...when, ...rest }));

const maintenance: Arbitrary<Written> = fc
  .record({ select, for: fc.constantFrom('20m', '2h'), at: fc.constantFrom('01:30', '23:00') })
  .map((rest) => ({ id: 'maintenance', every: 'day', ...rest }));

const reliability: Arbitrary<Written> = fc
  .record({
    select,
    uptime: fc.constantFrom('80%', '95%', '99%'),
    repair: length,
    degraded_share: fc.constantFrom('0%', '30%', '100%'),
  })
  .map((rest) => rest);

const lag = fc.constantFrom<Written | null>(
  null,
  { down_after: '90s' },
  { up_after: { uniform: ['2m', '6m'] } },
  { down_after: { uniform: ['0s', '20m'] }, up_after: '30s' },
);

export interface Estate {
  readonly scenario: Written;
  /** Nothing is inherited late. */
  readonly prompt: boolean;
  /** The incidents of all assets are asked for. */
  readonly whole: boolean;
}

export const estate: Arbitrary<Estate> = fc
  .record({
    seed: fc.nat(1e9),
    zone: fc.constantFrom('Europe/Rome', 'America/New_York', 'Asia/Kathmandu'),
    end: fc.constantFrom('2025-02-09T00:00Z', '2025-03-31T12:00Z', '2025-11-03T00:00Z'),
    first: happening('first'),
    second: happening('second'),
    maintenance,
    reliability: fc.array(reliability, { minLength: 1, maxLength: 3 }),
    lag,
    cluster: fc.boolean(),
    whole: fc.boolean(),
    pattern: happening('restart').map(({ select: _, ...rest }) => rest),
  })
  .map(
    ({
      seed,
      zone,
      end,
      first,
      second,
      maintenance: nightly,
      reliability: rules,
      lag: late,
      cluster,
      whole,
      pattern,
    }) => ({
      prompt: late === null,
      whole,
      scenario: {
        version: 1,
        name: 'estate',
        seed,
        timezone: zone,
        time: { end, duration: '2d', step: '1m' },
        calendars: { office: { days: 'mon-fri', hours: '09:00-17:00' } },
        patterns: {
          probe: {
            metrics: {
              status: {
                while_down: 'keep',
                decimals: 0,
                layers: [
                  { kind: 'constant', value: 100 },
                  { kind: 'constant', op: 'set', value: 50, when: { state: 'degraded' } },
                  { kind: 'constant', op: 'set', value: 0, when: { state: 'down' } },
                ],
              },
              response: {
                while_down: 'keep',
                layers: [
                  { kind: 'constant', value: 40 },
                  { kind: 'noise', op: 'multiply', lognormal: { median: 1, sigma: 0.3 } },
                  { kind: 'constant', op: 'set', value: 5000, when: { state: 'down' } },
                ],
              },
            },
          },
          restless: { episodes: [pattern] },
        },
        assets: [
          { id: 'host-1', type: 'host', pattern: 'probe', tags: { site: 'a' } },
          { id: 'host-2', type: 'host', pattern: ['probe', 'restless'], tags: { site: 'b' } },
          { id: 'guest-1', type: 'guest', parent: 'host-1', pattern: 'probe', tags: { site: 'a' } },
          {
            id: 'guest-2',
            type: 'guest',
            parent: 'host-1',
            pattern: 'probe',
            tags: { site: 'b' },
            timezone: 'Asia/Tokyo',
          },
          {
            id: 'svc-1',
            type: 'service',
            parent: 'guest-1',
            pattern: ['probe', 'restless'],
            ...(cluster ? { depends_on: { all: ['$parent', 'host-2'] } } : {}),
          },
          {
            id: 'svc-2',
            type: 'service',
            parent: 'guest-2',
            pattern: 'probe',
            ...(cluster ? { depends_on: { all: ['svc-1', 'guest-2'] } } : {}),
          },
          { id: 'svc-3', type: 'service', parent: 'guest-2', pattern: 'probe', depends_on: {} },
        ],
        dependencies: late === null ? [] : [{ select: { type: 'service' }, ...late }],
        episodes: [first, second],
        downtime: [nightly],
        reliability: rules,
        streams: [
          {
            kind: 'polls',
            to: 'polls',
            status: 'status',
            response: 'response',
            ...(whole ? {} : { select: { type: 'service' } }),
          },
          { kind: 'incidents', to: 'incidents', ...(whole ? {} : { select: { type: 'service' } }) },
          {
            kind: 'jobs',
            to: 'jobs',
            metric: 'backup',
            daily: '01:00-04:00',
            success: '95%',
            ...(whole ? {} : { select: { type: 'service' } }),
          },
        ],
      },
    }),
  );
