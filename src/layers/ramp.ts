import {
  duration,
  type Fields,
  growth,
  numberDraw,
  schedule,
  since,
  type Since,
  slope,
  text,
  type Values,
} from '../model/field.ts';
import { DAY, type Duration, type Instant } from '../model/units.ts';
import { exp, log1p } from '../random/math.ts';
import { neighbours } from '../timeline/arrivals.ts';
import { defineLayer, type LayerContext, tickAt } from './layer.ts';

/** The age since something random is known this far back. */
const FARTHEST: Duration = 365 * DAY;

const fields = {
  schedule: schedule({ summary: 'Times at which it starts anew.', optional: true }),
  since: since({
    summary:
      'What the age is counted from, the latest of several: an instant, `birth` or `up` of the asset, `start` of the episode that the layer stands in, or the end of an episode. Before the first, the age is 0.',
    optional: true,
    examples: ['2024-01-01', 'battery_change', ['birth', 'oom_kill']],
  }),
  until: text({
    summary: 'With `since`: an episode at whose next start `to` is reached.',
    optional: true,
    beside: { since: 'battery_change', to: 5 },
    examples: ['battery_change'],
  }),
  from: numberDraw({ summary: 'The value at age 0.', unit: 'unit of the metric', default: 0 }),
  to: numberDraw({
    summary: 'The value that is reached exactly when it starts anew.',
    unit: 'unit of the metric',
    optional: true,
  }),
  slope: slope({
    summary: 'In place of `to`: what is gained in a time.',
    optional: true,
    examples: ['2/h', '-0.5/day'],
  }),
  growth: growth({
    summary: 'In place of `from` and `to`: a factor that grows by so much each time, compounding continuously.',
    optional: true,
    examples: ['3%/month', { rate: '$drift', per: 'month' }],
  }),
  max: duration({
    summary: 'The age stops growing here; since something random by default 20 times its mean gap, at most 365d.',
    optional: true,
    exclusiveMinimum: 0,
  }),
} satisfies Fields;

export const ramp = defineLayer({
  kind: 'ramp',
  summary: 'A function of age since something: a straight line, a leak, a battery, a sawtooth, compound growth.',
  fields,
  exclusive: [
    ['schedule', 'since'],
    ['to', 'slope', 'growth'],
  ],
  examples: [
    { kind: 'ramp', every: 'week', at: 'sun 04:00', from: 35, to: 94 },
    { kind: 'ramp', since: '2025-01-01', slope: '2/day' },
    { kind: 'ramp', op: 'multiply', since: '2024-01-01', growth: '25%/year' },
  ],
  lookback: ({ since: from, max }) => max ?? ((from ?? []).some(({ kind }) => kind === 'up') ? FARTHEST : 0),
  follows: ({ since: from, until }) => [
    ...(from ?? []).flatMap((source) => ('episode' in source ? [source.episode] : [])),
    ...(until === null ? [] : [until]),
  ],
  compile(values, context) {
    const shape = shapeOf(values, context);
    const around = lives(values, context);
    return (ticks, out) => {
      const { start, step, count } = ticks;
      for (let i = 0; i < count;) {
        const life = around(start + i * step);
        const end = tickAt(ticks, life.next);
        shape(start - life.since, step, life, out, i, end);
        i = end;
      }
    };
  },
});

type Written = Values<typeof fields>;

/** One life: from its start until it starts anew. */
interface Life {
  readonly since: Instant;
  /** Where to ask again, at the latest. */
  readonly next: Instant;
  /** `to` is reached after this. */
  readonly span: Duration;
  readonly limit: Duration;
}

/** Fills ticks [i, end) of one life: at tick i it is `first + i·step` old, within [0, its limit]. */
type Shape = (first: Duration, step: Duration, life: Life, out: Float64Array, i: number, end: number) => void;

function shapeOf(values: Written, { number }: LayerContext): Shape {
  if (values.growth !== null) {
    const rate = log1p(number(values.growth.rate, 'growth')) / values.growth.per;
    return (first, step, { limit }, out, i, end) => {
      for (; i < end; i++) out[i] = exp(rate * within(first + i * step, limit));
    };
  }
  const from = number(values.from, 'from');
  const { slope: gain } = values;
  if (gain !== null) {
    return (first, step, { limit }, out, i, end) => {
      fillLine(from, gain, first, step, limit, out, i, end);
    };
  }
  const rise = number(values.to ?? values.from, 'to') - from;
  return (first, step, { limit, span }, out, i, end) => {
    for (; i < end; i++) {
      const age = within(first + i * step, limit);
      out[i] = age >= span ? from + rise : from + (rise * age) / span;
    }
  };
}

/** A straight line; a function of its own, so that all that it reads lies in registers. */
function fillLine(
  from: number,
  gain: number,
  first: Duration,
  step: Duration,
  limit: Duration,
  out: Float64Array,
  i: number,
  end: number,
): void {
  // Before its start, while it grows, and after it has stopped.
  for (; i < end && first + i * step < 0; i++) out[i] = from;
  for (let age = first + i * step; i < end && age <= limit; i++, age += step) out[i] = from + gain * age;
  if (i < end) out.fill(from + gain * limit, i, end);
}

function within(age: Duration, limit: Duration): Duration {
  return age < 0 ? 0 : age > limit ? limit : age;
}

function lives(values: Written, context: LayerContext): (t: Instant) => Life {
  const limit = values.max ?? Infinity;
  if (values.schedule !== null) {
    const around = neighbours(context.arrivals(values.schedule));
    return (t) => {
      const { previous, next } = around(t);
      return { since: previous, next, span: next - previous, limit };
    };
  }
  const sources = (values.since ?? []).map((source) => sourceOf(source, values.max, context));
  const starts = values.until === null ? null : context.instants({ kind: 'starts', episode: values.until });
  const ahead = values.until === null ? 0 : farthestAhead(context.gapOf(values.until));
  return (t) => {
    const known = sources.map(({ before }) => before(t)).filter((last) => last !== null);
    // Nothing random within reach: the age has stopped growing. Nothing certain yet: it is 0.
    const farthest = Math.min(...sources.map(({ reach }) => reach));
    const last = known.length > 0 ? Math.max(...known) : farthest === Infinity ? t : t - farthest;
    const first = starts === null ? null : search((reach) => starts(last + 1, last + 1 + reach)[0], ahead);
    return {
      since: last,
      next: known.length > 0 ? Math.min(...sources.map(({ after }) => after(t))) : t + 1,
      span: first === null ? Infinity : first - last,
      limit: Math.min(limit, known.length > 0 ? Infinity : farthest),
    };
  };
}

/** The next of what comes by a clock is never further away than a few of its gaps. */
function farthestAhead({ mean, random }: ReturnType<LayerContext['gapOf']>): Duration {
  return random || mean === null ? FARTHEST : Math.max(FARTHEST, 4 * mean);
}

interface Source {
  /** The last at or before t, as far back as it is looked for; null: none. */
  readonly before: (t: Instant) => Instant | null;
  /** The first after t, or where to look again. */
  readonly after: (t: Instant) => Instant;
  /** Infinity: it is certain. */
  readonly reach: Duration;
}

function sourceOf(source: Since, max: Duration | null, context: LayerContext): Source {
  const instants = context.instants(source);
  if (source.kind === 'time' || source.kind === 'birth' || source.kind === 'start') {
    return {
      reach: Infinity,
      before: (t) => instants(-Infinity, t + 1).at(-1) ?? null,
      after: (t) => instants(t + 1, Infinity)[0] ?? Infinity,
    };
  }
  const { mean, random } = source.kind === 'up' ? { mean: null, random: true } : context.gapOf(source.episode);
  // What comes by a clock is never further away than a few of its gaps.
  const farthest = random ? (max ?? Math.min(FARTHEST, 20 * (mean ?? FARTHEST))) : 4 * (mean ?? FARTHEST);
  return {
    reach: random ? farthest : Infinity,
    before: (t) => search((back) => instants(t - back, t + 1).at(-1), farthest),
    after: (t) => instants(t + 1, t + 1 + DAY)[0] ?? t + 1 + DAY,
  };
}

/** Asks for wider and wider ranges, up to a limit. */
function search(find: (reach: Duration) => Instant | undefined, limit: Duration): Instant | null {
  for (let reach = Math.min(limit, 2 * DAY); ; reach = Math.min(limit, 4 * reach)) {
    const found = find(reach);
    if (found !== undefined) return found;
    if (reach >= limit) return null;
  }
}
