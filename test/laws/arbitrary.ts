/**
 * Scenarios for the laws, made from the definitions alone: every layer kind is written from its own examples, its
 * fields varied by their types. A new kind takes part by being in the registry.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { Definition, FieldShape } from '../../src/model/field.ts';
import { layers } from '../../src/layers/registry.ts';

type Written = { readonly [key: string]: unknown };

const METRICS = ['alpha', 'beta', 'gamma'];
const duration = fc.constantFrom('30s', '1m', '5m', '45m', '2h', '7h20m', '1d');
const short = fc.constantFrom('0s', '1m', '7m', '20m');

const condition: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    'office',
    { hours: '22:00-06:00' },
    { days: 'sat-sun' },
    { days: 'mon-fri', hours: '07:00-19:30' },
    { state: 'down' },
    { state: 'degraded' },
    { state: 'up', of: 'parent' },
  ),
);

const number = fc.integer({ min: -400, max: 400 }).map((n) => n / 8);
const positive = fc.integer({ min: 1, max: 400 }).map((n) => n / 8);

function numberWithin(low: number | undefined, high: number | undefined): Arbitrary<number> {
  if (high === undefined) return low === undefined ? number : positive.map((n) => low + n);
  const from = low ?? high - 50;
  return fc.integer({ min: 1, max: 7 }).map((n) => from + ((high - from) * n) / 8);
}

/** What may stand in place of a written value, by the type of its field. */
function variation(shape: FieldShape, written: unknown, earlier: readonly string[]): Arbitrary<unknown> {
  switch (shape.type) {
    case 'number':
      return numberWithin(shape.exclusiveMinimum ?? shape.minimum, shape.maximum);
    case 'draw':
      if (shape.of.type === 'number') {
        return fc.oneof(
          number,
          fc.tuple(number, positive).map(([low, width]) => ({ uniform: [low, low + width] })),
        );
      }
      return fc.oneof(duration, fc.constant({ exponential: { mean: '4m' }, max: '30m' }));
    case 'duration':
      return duration;
    case 'name':
      return shape.of === 'metric' ? fc.constantFrom(...earlier) : fc.constant(written);
    default:
      return fc.constant(written);
  }
}

/** A layer of a kind: one of its examples, with the keys that stand there varied. */
function layerOf({ fields, examples }: Definition, earlier: readonly string[]): Arbitrary<Written> {
  const common = fc.record(
    {
      op: fc.constantFrom('add', 'set', 'multiply', 'min', 'max'),
      when: condition,
      rise: short,
      fall: short,
    },
    { requiredKeys: [] },
  );
  const example = fc.constantFrom(...examples).chain((written) => {
    const varied = Object.entries(written).map(([key, value]): [string, Arbitrary<unknown>] => {
      const field = fields[key];
      return [key, field === undefined ? fc.constant(value) : variation(field, value, earlier)];
    });
    return fc.record(Object.fromEntries(varied));
  });
  // Where a layer acts only sometimes, `rise` and `fall` mean something; else they would be refused.
  return fc.tuple(example, common).map(([own, extra]) => {
    const { rise, fall, ...rest } = { ...own, ...extra } as Written;
    return 'when' in rest ? { ...rest, ...(rise ? { rise } : {}), ...(fall ? { fall } : {}) } : rest;
  });
}

function layerList(earlier: readonly string[], first: Definition | null): Arbitrary<Written[]> {
  const kinds = layers.filter(({ fields }) => earlier.length > 0 || !readsMetrics(fields));
  const any = fc.array(
    fc.constantFrom(...kinds).chain((kind) => layerOf(kind, earlier)),
    { minLength: 1, maxLength: 3 },
  );
  return first === null ? any : fc.tuple(layerOf(first, earlier), any).map(([layer, rest]) => [layer, ...rest]);
}

export function readsMetrics(fields: Definition['fields']): boolean {
  return Object.values(fields).some((field) => field.type === 'name' && field.of === 'metric');
}

const timing: Arbitrary<Written> = fc.constantFrom<Written>(
  { every: 'day', at: '23:00' },
  { every: 'day', at: '02:00', jitter: '20m' },
  { every: 'week', at: 'sun 04:00' },
  { every: '9h', jitter: '40%', spread: true },
  { rate: '2/h', during: 'office' },
  { rate: '1/h' },
  { rate: '5/day' },
  { at: ['2025-02-07T10:12', '2025-02-08T03:00Z'] },
);

const length: Arbitrary<unknown> = fc.constantFrom<unknown>(
  '3m',
  '2h',
  { uniform: ['1m', '40m'] },
  { lognormal: { mean: '8m', sigma: 1 }, max: '2h' },
  { exponential: { mean: '10m' }, max: '1h' },
);

function episode(id: string, select: Written | null): Arbitrary<Written> {
  return fc
    .record({
      timing,
      for: length,
      state: fc.constantFrom(null, 'down', 'degraded'),
      per: fc.constantFrom('asset', 'parent', 'all'),
      metrics: fc.option(layerList([], null), { nil: null }),
    })
    .map(({ timing: when, metrics, state, ...rest }) => ({
      id,
      ...(select === null ? {} : { select }),
      ...when,
      ...rest,
      ...(state === null ? {} : { state }),
      ...(metrics === null ? {} : { metrics: { alpha: metrics } }),
    }));
}

/**
 * A scenario in which a layer of the given kind stands first in the last metric.
 * @param apart no metric reads another
 */
export function scenarioWith(kind: Definition, apart = false): Arbitrary<Written> {
  return fc
    .record({
      alpha: layerList([], readsMetrics(kind.fields) ? null : kind),
      beta: layerList(apart ? [] : ['alpha'], null),
      gamma: layerList(apart ? [] : ['alpha', 'beta'], kind),
      whileDown: fc.tuple(...METRICS.map(() => fc.constantFrom('missing', 'zero', 'keep'))),
      decimals: fc.integer({ min: 0, max: 4 }),
      own: episode('own', null),
      fault: episode('fault', { ids: ['host'] }),
      zone: fc.constantFrom('Europe/Rome', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
      seed: fc.nat(1e9),
      uptime: fc.constantFrom('90%', '99%', '99.9%'),
    })
    .map(({ alpha, beta, gamma, whileDown, decimals, own, fault, zone, seed, uptime }) => ({
      version: 1,
      name: 'law',
      seed,
      timezone: zone,
      time: { end: '2025-02-09T00:00Z', duration: '2d', step: '1m' },
      calendars: { office: { days: 'mon-fri', hours: '09:00-17:00' } },
      traits: { height: { lognormal: { median: 35, sigma: 0.4 }, min: 5, max: 200 } },
      patterns: {
        shape: {
          episodes: [own],
          metrics: Object.fromEntries(
            [alpha, beta, gamma].map((list, i): [string, Written] => [
              METRICS[i]!,
              { clamp: [-1000, 1000], decimals, while_down: whileDown[i], layers: list },
            ]),
          ),
        },
      },
      assets: [
        {
          id: 'host',
          type: 'host',
          pattern: 'shape',
          tags: { site: { one_of: ['a', 'b'] } },
          fields: { domain: { chance: 'domain' } },
        },
        { id: 'one', type: 'guest', parent: 'host', pattern: 'shape', data: { height: '$height' } },
        { id: 'two', type: 'guest', parent: 'host', pattern: 'shape', timezone: 'Europe/London' },
      ],
      episodes: [fault],
      reliability: [{ id: 'flaky', select: { type: 'guest' }, uptime, repair: { mean: '8m' }, degraded_share: '30%' }],
      streams: [
        { kind: 'assets', to: 'assets' },
        { kind: 'metrics', to: 'metrics' },
        {
          kind: 'jobs',
          to: 'jobs',
          metric: 'backup',
          select: { type: 'guest' },
          daily: '01:00-04:00',
          success: { guest: '80%' },
        },
        { kind: 'incidents', to: 'incidents' },
      ],
    }));
}
