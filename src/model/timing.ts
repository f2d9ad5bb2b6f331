import type { Layer } from './scenario.ts';
import { DAY, type Duration, type EpisodeId, HOUR, MINUTE, SECOND, type Share } from './units.ts';
import type { Condition, TimePoint } from './condition.ts';
import type { Draw } from './draw.ts';

/** When something happens. All kinds but `at` may be limited by the `during` of their owner. */
export type Timing =
  | { readonly kind: 'at'; readonly times: readonly TimePoint[] }
  /** Once in each local calendar unit. */
  | {
      readonly kind: 'calendar';
      readonly unit: 'hour' | 'day' | 'week' | 'month';
      /** Week: ISO day of the week; month: day of the month, -1 = last; else null. */
      readonly day: number | null;
      /** Wall time since the start of the day (of the hour for `hour`), in ms; a draw is made once per asset. */
      readonly at: Draw;
      /** Whole minutes of [at, until): each asset keeps its own slot; null: at `at` itself. */
      readonly until: number | null;
      /** Uniform in ± jitter. */
      readonly jitter: Duration;
    }
  /** Occurrence k at (k + phase + jitter·u_k)·period since the UTC epoch. */
  | {
      readonly kind: 'period';
      readonly period: Duration;
      readonly jitter: Share;
      readonly spread: boolean;
      readonly origin: 'epoch' | 'birth';
    }
  | { readonly kind: 'rate'; readonly amount: number; readonly unit: RateUnit }
  /** Poisson, its rate a signal: layers, in arrivals per `per`; below 0 counts as 0. */
  | { readonly kind: 'signal'; readonly per: Duration; readonly layers: readonly Layer[] }
  /** Poisson, its rate solved so that the share of time outside is `share` (M/G/∞): λ = −ln(share) / E[length]. */
  | { readonly kind: 'uptime'; readonly share: Share }
  /**
   * After each of its causes on the same asset (where the effect has a selection, on those that are the cause's asset or
   * lie within it); with `all`, each time that all of them have happened since.
   */
  | {
      readonly kind: 'after';
      readonly causes: readonly { readonly episode: EpisodeId; readonly edge: 'start' | 'end' }[];
      readonly all: boolean;
      readonly lag: Draw;
      readonly chance: Share;
    };

/** `s`, `m`, `h` are intensities while `during` holds; the others expected numbers per local calendar unit. */
export type RateUnit = 's' | 'm' | 'h' | 'day' | 'week' | 'month' | 'year';

/** The length of a unit where no calendar is asked: months and years are mean ones, 30.4375 and 365.25 days. */
export const MEAN_UNIT: { readonly [unit in RateUnit]: Duration } = {
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  day: DAY,
  week: 7 * DAY,
  month: 30.4375 * DAY,
  year: 365.25 * DAY,
};

/** A timing with what limits it. */
export interface Schedule {
  readonly timing: Timing;
  /** Starts only inside this condition. */
  readonly during: Condition | null;
}
