/**
 * Units as flavoured numbers: a plain number is accepted anywhere, but an instant is never accepted
 * where a duration is meant, nor the other way round.
 */
declare const unit: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [unit]?: 'epoch-ms' };

/** Milliseconds of elapsed time. */
export type Duration = number & { readonly [unit]?: 'ms' };

/** A part of one: 0.995 for `99.5%`. */
export type Share = number & { readonly [unit]?: 'share' };

/** Milliseconds since the local midnight, on the wall clock; 24:00 is 86,400,000. */
export type WallTime = number & { readonly [unit]?: 'wall-ms' };

export const SECOND: Duration = 1000;
export const MINUTE: Duration = 60_000;
export const HOUR: Duration = 3_600_000;
export const DAY: Duration = 86_400_000;
export const WEEK: Duration = 604_800_000;

/** Half-open [from, to). */
export interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

export type AssetId = string;
export type MetricName = string;
export type EpisodeId = string;
/** A name of the IANA time-zone database, such as `Europe/Rome`. */
export type ZoneName = string;

export type Scalar = string | number | boolean;
export type Json = null | Scalar | readonly Json[] | { readonly [key: string]: Json };
