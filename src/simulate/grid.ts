/** When a metric is emitted: even ticks on the UTC epoch, or times of the local calendar. */
import { BLOCK, type Ticks } from '../layers/layer.ts';
import type { Duration, Instant, Range } from '../model/units.ts';
import { type Arrivals, previous } from '../timeline/arrivals.ts';

export interface Grid {
  /** Ms from tick to tick; null where they are not even. */
  readonly step: Duration | null;
  /** The ticks in a range in order, as even runs of at most `BLOCK`. */
  runs(range: Range): Iterable<Ticks>;
  count(range: Range): number;
  /** The last tick at or before an instant. */
  latest(t: Instant): Instant;
}

/** Multiples of the step since the epoch. */
export function evenGrid(step: Duration): Grid {
  return {
    step,
    *runs({ from, to }) {
      const { start, count } = ticksIn(from, to, step);
      for (let done = 0; done < count; done += BLOCK) {
        yield { start: start + done * step, step, count: Math.min(BLOCK, count - done) };
      }
    },
    count: ({ from, to }) => ticksIn(from, to, step).count,
    latest: (t) => Math.floor(t / step) * step,
  };
}

/** One tick at each arrival. */
export function calendarGrid(arrivals: Arrivals): Grid {
  return {
    step: null,
    *runs({ from, to }) {
      for (const { start } of arrivals(from, to)) yield { start, step: 1, count: 1 };
    },
    count: ({ from, to }) => arrivals(from, to).length,
    latest: (t) => previous(arrivals, t),
  };
}

/** Even ticks in [from, to), however many. */
export function ticksIn(from: Instant, to: Instant, step: Duration): Ticks {
  const start = Math.ceil(from / step) * step;
  return { start, step, count: Math.max(0, Math.ceil((to - start) / step)) };
}
