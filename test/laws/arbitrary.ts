/**
 * Scenarios for the laws, made from the definitions alone: every layer kind is written from its own examples, its
 * fields varied by their types. A new kind takes part by being in the registry.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { Definition, FieldShape } from '../../src/model/field.ts';
import { layers } from '../../src/layers/registry.ts';
import { emission, episode, isSteady, timings, type Written } from './happenings.ts';

/** Of the laws' scenarios. */
export const STEP = '2m';

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
    { episode: 'own' },
    { any: [{ episode: 'cause' }, { not: 'office' }] },
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

/** A metric's layers and what it says of its records. */
function metricOf(list: Arbitrary<Written[]>, emitted: boolean): Arbitrary<Written> {
  const more = emitted ? fc.record(emission, { requiredKeys: ['while_down'] }) : fc.constant({});
  return fc.tuple(list, more).map(([made, said]) => ({ clamp: [-1000, 1000], ...said, layers: made }));
}

/** With an id, so that an episode may act on it alone. */
const named = (list: readonly Written[]): Written[] =>
  list.map((layer, i) => (i === 0 ? { ...layer, id: 'first' } : layer));

/**
 * A scenario in which a layer of the given kind stands first in the last metric, and something happens by the given timing.
 * @param apart no metric reads another, and nothing happens more often with a finer step
 */
export function scenarioWith(kind: Definition, apart = false, timing: Written | null = null): Arbitrary<Written> {
  const when =
    timing === null ? fc.constantFrom(...timings.filter((one) => !apart || isSteady(one))) : fc.constant(timing);
  const effect = fc.oneof(
    layerList([], null),
    fc.constantFrom([{ kind: 'constant', layer: 'first', op: 'multiply', value: 4, rise: '5m', fall: '9m' }]),
    fc.constantFrom([{ kind: 'ramp', since: 'start', slope: '2/h' }]),
  );
  return fc
    .record({
      alpha: metricOf(layerList([], readsMetrics(kind.fields) ? null : kind).map(named), true),
      beta: metricOf(layerList(apart ? [] : ['alpha'], null), true),
      gamma: metricOf(layerList(apart ? [] : ['alpha', 'beta'], kind), true),
      helper: fc.boolean(),
      own: episode({ id: 'own' }, when, effect),
      cause: episode(
        { id: 'cause', per: 'asset' },
        fc.constantFrom({ rate: '3/day' }, { every: '11h', spread: true }),
        null,
      ),
      second: episode({ id: 'second' }, fc.constant({ every: 'day', at: '15:00' }), null),
      fault: episode({ id: 'fault', select: { ids: ['host'] }, state: 'down' }, fc.constant({ rate: '2/day' }), effect),
      zone: fc.constantFrom('Europe/Rome', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
      seed: fc.nat(1e9),
      uptime: fc.constantFrom('90%', '99%', '99.9%'),
    })
    .map(({ alpha, beta, gamma, helper, own, cause, second, fault, zone, seed, uptime }) => ({
      version: 1,
      name: 'law',
      seed,
      timezone: zone,
      time: { end: '2025-02-09T00:00Z', duration: '1d', step: STEP },
      calendars: { office: { days: 'mon-fri', hours: '09:00-17:00' } },
      traits: {
        height: { lognormal: { median: 35, sigma: 0.4 }, min: 5, max: 200 },
        bedtime: { one_of: ['22:15', '00:30'] },
      },
      patterns: {
        shape: {
          episodes: [cause, second, own],
          metrics: { alpha, beta: helper ? { ...beta, emit: false } : beta, gamma },
        },
      },
      assets: [
        {
          id: 'host',
          type: 'host',
          pattern: 'shape',
          tags: { site: { one_of: ['a', 'b'] } },
          fields: { domain: { chance: 'domain' } },
          from: '2025-01-31T09:00',
        },
        {
          id: 'one',
          type: 'guest',
          parent: 'host',
          pattern: 'shape',
          tags: { site: 'b' },
          data: { height: '$height' },
          from: '2025-02-07T10:17Z',
        },
        {
          id: 'two',
          type: 'guest',
          parent: 'host',
          pattern: 'shape',
          tags: { site: 'a' },
          timezone: 'Europe/London',
          from: '2025-01-01',
          to: '2025-02-08T20:00',
        },
      ],
      dependencies: [{ select: { type: 'guest' }, down_after: '1m', up_after: { uniform: ['2m', '6m'] } }],
      episodes: [fault],
      reliability: [{ id: 'flaky', select: { type: 'guest' }, uptime, repair: { mean: '8m' }, degraded_share: '30%' }],
      streams: [
        { kind: 'assets', to: 'assets' },
        { kind: 'metrics', to: 'metrics' },
        {
          kind: 'metrics',
          id: 'told',
          to: 'told',
          metrics: ['alpha'],
          record: {
            asset_id: '$asset',
            timestamp: '$time',
            value: '$value',
            received: '$received',
            site: '$tags.site',
            label: '$label',
            state: '$state',
          },
        },
        { kind: 'events', of: ['own', 'cause'], to: 'events' },
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
