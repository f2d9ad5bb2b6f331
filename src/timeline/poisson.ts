/**
 * Poisson arrivals without memory: absolute UTC slots, the number in a slot from the inverse CDF of one keyed
 * draw, places from draws keyed by (slot, i). Any slot can be made alone.
 */
import type { RateUnit } from '../model/timing.ts';
import { type Duration, HOUR, type Instant, MINUTE, SECOND } from '../model/units.ts';
import { poissonQuantile } from '../random/distribution.ts';
import { derive, deriveAt, type Key, uniform } from '../random/key.ts';
import { exp } from '../random/math.ts';
import type { Arrival, Arrivals, Intervals, RateSignal } from './arrivals.ts';
import { clip, measure } from './interval.ts';
import { utcStamp } from './stamp.ts';
import type { Zone } from './zone.ts';

/** Where the process runs and how fast: constant on each piece. */
export interface Rate {
  readonly slot: Duration;
  /** Pieces that cover the part of [from, to) in which it runs, in order. */
  pieces(from: Instant, to: Instant): readonly Piece[];
}

interface Piece {
  readonly from: Instant;
  readonly to: Instant;
  /** Arrivals per ms. */
  readonly rate: number;
}

/** Above this mean the sum of terms from e^-mean loses digits: slots are halved instead. */
const LARGEST_MEAN = 32;

/** A constant rate per ms while `during` holds, in slots of `width` or less. */
export function intensity(rate: number, width: Duration, during: Intervals | null): Rate {
  return {
    slot: width,
    pieces: (from, to) => (during === null ? [{ from, to, rate }] : piecesOf(during(from, to), () => rate)),
  };
}

const UNIT: { readonly s: Duration; readonly m: Duration; readonly h: Duration } = { s: SECOND, m: MINUTE, h: HOUR };

/** `rate: 2/h`, an intensity, or `rate: 10/week`, the number expected in each local calendar unit. */
export function rateOf(amount: number, unit: RateUnit, zone: Zone, during: Intervals | null): Rate {
  if (unit === 's' || unit === 'm' || unit === 'h') return intensity(amount / UNIT[unit], UNIT[unit], during);
  // The number is spread evenly over the part of the unit where `during` holds; none where it never does.
  const rateIn = (from: Instant, to: Instant): number => {
    const running = during === null ? to - from : measure(during(from, to));
    return running === 0 ? 0 : amount / running;
  };
  return {
    slot: HOUR,
    pieces: (from, to) => {
      const starts = localUnits(unit, zone, from, to);
      return starts.slice(0, -1).flatMap((start, i) => {
        const end = starts[i + 1]!;
        const [low, high] = [Math.max(start, from), Math.min(end, to)];
        if (low >= high) return [];
        const rate = rateIn(start, end);
        return piecesOf(during === null ? Float64Array.of(low, high) : during(low, high), () => rate);
      });
    },
  };
}

/** `rate: {per: 1h, layers}`: constant from tick to tick, in slots of one step. */
export function signalRate(signal: RateSignal, per: Duration, during: Intervals | null): Rate {
  const { step } = signal;
  return {
    slot: step,
    pieces: (from, to) => {
      const running = during === null ? null : during(from, to);
      const values = signal.at(from, Math.ceil((to - from) / step));
      const pieces: Piece[] = [];
      for (const [i, value] of values.entries()) {
        const tick = { from: from + i * step, to: from + (i + 1) * step };
        const rate = Math.max(0, value) / per;
        if (running === null) pieces.push({ ...tick, rate });
        else pieces.push(...piecesOf(clip(running, tick.from, tick.to), () => rate));
      }
      return pieces;
    },
  };
}

function piecesOf(intervals: Float64Array, rate: (t: Instant) => number): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < intervals.length; i += 2) {
    pieces.push({ from: intervals[i]!, to: intervals[i + 1]!, rate: rate(intervals[i]!) });
  }
  return pieces;
}

/** Starts of the local calendar units that cover [from, to), with the start of the one after. */
function localUnits(unit: 'day' | 'week' | 'month' | 'year', zone: Zone, from: Instant, to: Instant): Instant[] {
  const local = new Date(from + zone.offsetAt(from).offset);
  let [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  if (unit === 'week') day -= (local.getUTCDay() + 6) % 7;
  if (unit === 'month' || unit === 'year') day = 1;
  if (unit === 'year') month = 0;
  const starts: Instant[] = [];
  do {
    starts.push(zone.toInstant(Date.UTC(year, month, day)));
    if (unit === 'day') day += 1;
    else if (unit === 'week') day += 7;
    else if (unit === 'month') month += 1;
    else year += 1;
  } while (starts[starts.length - 1]! < to);
  return starts;
}

/** Arrivals of a Poisson process, by start. */
export function poissonArrivals(rate: Rate, key: Key): Arrivals {
  const { slot: width } = rate;
  return (from, to) => {
    const first = Math.floor(from / width) * width;
    const last = Math.ceil(to / width) * width;
    const pieces = rate.pieces(first, last);
    const found: Arrival[] = [];
    let next = 0;
    let [knownMean, idle] = [-1, 1];
    const visit = (slot: Instant, span: Duration): void => {
      const mean = meanIn(pieces, next, slot, slot + span);
      if (mean === 0) return;
      if (mean > LARGEST_MEAN) {
        visit(slot, span / 2);
        visit(slot + span / 2, span / 2);
        return;
      }
      // Most slots are empty: one comparison with e^-mean tells.
      if (mean !== knownMean) [knownMean, idle] = [mean, exp(-mean)];
      const slotKey = deriveAt(key, slot);
      const u = uniform(slotKey);
      if (u < idle) return;
      for (const arrival of place(poissonQuantile(u, mean), mean, pieces, next, slot, span, slotKey)) {
        if (arrival.start >= from && arrival.start < to) found.push(arrival);
      }
    };
    for (let slot = first; slot < last && next < pieces.length; slot += width) {
      while (next < pieces.length && pieces[next]!.to <= slot) next += 1;
      visit(slot, width);
    }
    return found;
  };
}

function meanIn(pieces: readonly Piece[], first: number, from: Instant, to: Instant): number {
  let mean = 0;
  for (let i = first; i < pieces.length && pieces[i]!.from < to; i++) {
    const piece = pieces[i]!;
    if (piece.to <= from) continue;
    mean += piece.rate * (Math.min(piece.to, to) - Math.max(piece.from, from));
  }
  return mean;
}

/** Arrival `i` of a slot; its name and key are made where they are asked for. */
class Placed implements Arrival {
  readonly start: Instant;
  readonly #slot: Instant;
  readonly #i: number;
  readonly #key: Key;

  constructor(start: Instant, slot: Instant, i: number, key: Key) {
    this.start = start;
    this.#slot = slot;
    this.#i = i;
    this.#key = key;
  }

  get id(): string {
    return `${utcStamp(this.#slot)}-${String(this.#i).padStart(2, '0')}`;
  }

  get key(): Key {
    return deriveAt(this.#key, this.#i);
  }
}

/** Puts n arrivals of a slot where the rate's integral takes their uniform draws, and numbers them by time. */
function place(
  n: number,
  mean: number,
  pieces: readonly Piece[],
  first: number,
  slot: Instant,
  width: Duration,
  key: Key,
): Arrival[] {
  const starts: Instant[] = [];
  for (let i = 0; i < n; i++) {
    let left = uniform(derive(deriveAt(key, i), 'place')) * mean;
    let p = first;
    while (pieces[p]!.to <= slot) p += 1;
    for (;;) {
      const piece = pieces[p]!;
      const start = Math.max(piece.from, slot);
      const mass = piece.rate * (Math.min(piece.to, slot + width) - start);
      if (left < mass || p + 1 >= pieces.length || pieces[p + 1]!.from >= slot + width) {
        starts.push(Math.floor(start + left / piece.rate));
        break;
      }
      left -= mass;
      p += 1;
    }
  }
  starts.sort((a, b) => a - b);
  return starts.map((start, i) => new Placed(start, slot, i, key));
}
