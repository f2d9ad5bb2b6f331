/** When things start: every timing as a function from a range of time to the starts in it, each made alone. */
import type { Condition } from '../model/condition.ts';
import type { Draw } from '../model/draw.ts';
import type { Layer } from '../model/scenario.ts';
import type { Schedule, Timing } from '../model/timing.ts';
import { DAY, type Duration, HOUR, type Instant, MINUTE } from '../model/units.ts';
import { log } from '../random/math.ts';
import { derive, deriveAt, type Key, uniform } from '../random/key.ts';
import { calendarOccurrences } from './calendar.ts';
import { contains } from './interval.ts';
import type { Occurrence } from './occurrence.ts';
import { intensity, poissonArrivals, rateOf, signalRate } from './poisson.ts';
import { utcStamp } from './stamp.ts';
import { instantOf, type Zone } from './zone.ts';

export interface Arrival {
  readonly start: Instant;
  /** Unique among the arrivals of one schedule and owner, and sorts by time. */
  readonly id: string;
  /** For draws whose scope is this arrival. */
  readonly key: Key;
  /** What it follows, where its timing is `after`. */
  readonly cause?: Occurrence;
}

/** Arrivals with start in [from, to), by start. A pure function of its arguments. */
export type Arrivals = (from: Instant, to: Instant) => readonly Arrival[];

/** Instants in [from, to) at which a condition holds. */
export type Intervals = (from: Instant, to: Instant) => Float64Array;

/** What a schedule needs to know of its owner. */
export interface Owner {
  /** Of the schedule's place: assets that share it share its arrivals. */
  readonly key: Key;
  readonly zone: Zone;
  /** A draw made once for the owner, such as the local time of its bedtime. */
  number(draw: Draw): number;
  intervals(condition: Condition): Intervals;
  /** The sum of layers as a rate, at the ticks of the scenario's grid. */
  signal(layers: readonly Layer[]): RateSignal;
  /** When it came to be; null where it has always been. */
  readonly birth: Instant | null;
}

/** Values of a signal on a grid of its own. */
export interface RateSignal {
  readonly step: Duration;
  at(from: Instant, count: number): Float64Array;
}

/**
 * Compiles a schedule.
 * @param meanLength E[length] in ms, for `uptime`
 */
export function compileArrivals(schedule: Schedule, owner: Owner, meanLength: Duration): Arrivals {
  const { timing } = schedule;
  const during = schedule.during === null ? null : owner.intervals(schedule.during);
  if (timing.kind === 'rate') return poissonArrivals(rateOf(timing.amount, timing.unit, owner.zone, during), owner.key);
  if (timing.kind === 'uptime') {
    return poissonArrivals(intensity(uptimeRate(timing.share, meanLength), HOUR, during), owner.key);
  }
  if (timing.kind === 'signal') {
    return poissonArrivals(signalRate(owner.signal(timing.layers), timing.per, during), owner.key);
  }
  if (timing.kind === 'after') throw new Error('what follows a cause is an episode');
  const all = compileClock(timing, owner);
  return during === null ? all : (from, to) => inside(all(from, to), during);
}

/** Whether it may stay away for any time: what comes by a clock does not. */
export function isRandom({ kind }: Timing): boolean {
  return kind === 'rate' || kind === 'uptime' || kind === 'signal' || kind === 'after';
}

/** Starts per ms of an M/G/∞ process that is idle for `share` of the time: λ = −ln(share) / E[length]. */
export function uptimeRate(share: number, meanLength: Duration): number {
  return -log(share) / meanLength;
}

/** Those that start where it holds. */
export function inside(arrivals: readonly Arrival[], during: Intervals): readonly Arrival[] {
  if (arrivals.length === 0) return arrivals;
  const holds = during(arrivals[0]!.start, arrivals[arrivals.length - 1]!.start + 1);
  return arrivals.filter((arrival) => contains(holds, arrival.start));
}

/** An arrival that is known by its instant; most layers ask neither for its name nor for its key. */
class Stamped implements Arrival {
  readonly start: Instant;
  readonly #owner: Key;

  constructor(start: Instant, owner: Key) {
    this.start = start;
    this.#owner = owner;
  }

  get id(): string {
    return utcStamp(this.start);
  }

  get key(): Key {
    return derive(this.#owner, this.id);
  }
}

function compileClock(
  timing: Exclude<Timing, { kind: 'rate' | 'uptime' | 'signal' | 'after' }>,
  owner: Owner,
): Arrivals {
  const arrival = (start: Instant): Arrival => new Stamped(start, owner.key);
  switch (timing.kind) {
    case 'at': {
      const all = timing.times
        .map((point) => instantOf(point, owner.zone))
        .sort((a, b) => a - b)
        .map(arrival);
      return (from, to) => all.filter(({ start }) => start >= from && start < to);
    }
    case 'calendar': {
      const at = slotOf(timing, owner);
      return (from, to) => {
        const found = calendarOccurrences(
          timing.unit,
          timing.day,
          at,
          owner.zone,
          from - timing.jitter,
          to + timing.jitter,
        );
        if (timing.jitter === 0)
          return found.map(({ start, date }) => ({ start, id: date, key: derive(owner.key, date) }));
        return found
          .map(({ start, date }) => {
            const key = derive(owner.key, date);
            const shift = Math.floor((2 * uniform(derive(key, 'jitter')) - 1) * timing.jitter);
            return { start: start + shift, id: date, key };
          })
          .filter(({ start }) => start >= from && start < to)
          .sort((x, y) => x.start - y.start);
      };
    }
    case 'period': {
      const { period, jitter } = timing;
      const phase = timing.spread ? uniform(derive(owner.key, 'phase')) : 0;
      const origin = timing.origin === 'epoch' ? 0 : owner.birth;
      if (origin === null) throw new Error('an asset that has always been has no birth');
      const startOf = (k: number): Instant =>
        origin + Math.floor((k + phase + (jitter === 0 ? 0 : jitter * uniform(deriveAt(owner.key, k)))) * period);
      return (from, to) => {
        const found: Arrival[] = [];
        const first = Math.floor((from - origin) / period - phase - jitter);
        // Counted from a birth, the first is one period after it.
        for (let k = timing.origin === 'birth' ? Math.max(1, first) : first; origin + k * period < to; k++) {
          const start = startOf(k);
          if (start >= from && start < to) found.push(arrival(start));
        }
        return found.sort((x, y) => x.start - y.start);
      };
    }
  }
}

/** The wall time of a calendar timing; in a window, each owner keeps its own whole minute of it. */
function slotOf(timing: Extract<Timing, { kind: 'calendar' }>, owner: Owner): number {
  const at = owner.number(timing.at);
  if (timing.until === null) return at;
  const width = timing.until > at ? timing.until - at : timing.until + DAY - at;
  return at + Math.floor((uniform(derive(owner.key, 'slot')) * width) / MINUTE) * MINUTE;
}

/** The last arrival at or before t. Searches as far as a schedule can reasonably be sparse. */
export function previous(arrivals: Arrivals, t: Instant): Instant {
  return nearest((reach) => arrivals(t - reach, t + 1), -1);
}

/** The same, and the first after t. */
export function neighbours(arrivals: Arrivals): (t: Instant) => { readonly previous: Instant; readonly next: Instant } {
  return (t) => ({
    previous: previous(arrivals, t),
    next: nearest((reach) => arrivals(t + 1, t + 1 + reach), 0),
  });
}

function nearest(within: (reach: Duration) => readonly Arrival[], pick: 0 | -1): Instant {
  for (let reach: Duration = 2 * DAY; reach <= FARTHEST; reach *= 2) {
    const found = within(reach).at(pick);
    if (found !== undefined) return found.start;
  }
  throw new Error('a schedule has no occurrence within four years');
}

const FARTHEST: Duration = 2048 * DAY;
