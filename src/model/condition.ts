import type { AssetId, Instant, MetricName, WallTime, ZoneName } from './units.ts';

/** Availability of an asset at an instant; the worst of what happens to it. */
export type State = 'up' | 'degraded' | 'down';

/** Days of the week are ISO numbers, 1 = Monday; days of the month count from 1, or from the end with -1 = last. */
export interface CalendarCondition {
  readonly kind: 'calendar';
  readonly weekdays: readonly number[] | null;
  readonly monthDays: readonly number[] | null;
  /** Local dates, `2025-02-09`. */
  readonly dates: readonly string[] | null;
  /** 1 = January. */
  readonly months: readonly number[] | null;
  /** Half-open windows of the wall clock; one whose end is not after its start runs into the next day. */
  readonly hours: readonly { readonly from: WallTime; readonly to: WallTime }[] | null;
  readonly from: TimePoint | null;
  readonly to: TimePoint | null;
  /** Null: the asset's own zone. */
  readonly zone: ZoneName | null;
}

/** An instant, or a local date and time (`2025-02-03T10:12:00.000`) still to be read in somebody's zone. */
export type TimePoint =
  { readonly kind: 'instant'; readonly at: Instant } | { readonly kind: 'local'; readonly at: string };

/** A predicate of (asset, instant). */
export type Condition =
  | CalendarCondition
  | { readonly kind: 'state'; readonly state: State; readonly of: 'self' | 'parent' | { readonly asset: AssetId } }
  | { readonly kind: 'episode'; readonly episode: string }
  | {
      readonly kind: 'metric';
      readonly metric: MetricName;
      readonly above: number | null;
      readonly below: number | null;
    }
  | { readonly kind: 'tags'; readonly tags: { readonly [name: string]: readonly string[] } }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };
