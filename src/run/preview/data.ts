/** What a preview shows, as data. */
import type { Asset, Plan } from '../../model/plan.ts';
import type { Metric } from '../../model/scenario.ts';
import type { Duration, Instant, Share } from '../../model/units.ts';
import type { Column } from '../../simulate/series/column.ts';
import type { Description } from '../../simulate/series/description.ts';
import type { Histogram } from '../../simulate/series/histogram.ts';
import type { Profile } from '../../simulate/series/quantiles.ts';

/** One metric of one asset, with all its records. */
export interface SeriesPreview {
  readonly asset: Asset;
  readonly metric: Metric;
  readonly column: Column;
  readonly description: Description;
  readonly day: Profile;
  /** Null where the period is shorter than two days: one day says nothing of the others. */
  readonly week: Profile | null;
  readonly histogram: Histogram;
  /** Of its grid; null where that is not even. */
  readonly step: Duration | null;
}

/** Something that acts on an asset for a while. */
export interface IncidentPreview {
  readonly asset: string;
  readonly episode: string;
  readonly label: string | null;
  readonly state: 'degraded' | 'down' | null;
  readonly planned: boolean;
  readonly start: Instant;
  readonly end: Instant;
  readonly because: string | null;
  /** The nearest asset that it comes from, and the one where it began. */
  readonly cause: string;
  readonly root: string;
}

export interface AssetPreview {
  readonly asset: Asset;
  /** Disjoint; null where nothing ever touches its state. */
  readonly states: {
    readonly down: Float64Array;
    readonly degraded: Float64Array;
    /** Planned downtime, whatever the state: it is part of the other two. */
    readonly planned: Float64Array;
    readonly up: Share;
  } | null;
  /** By start. */
  readonly incidents: readonly IncidentPreview[];
}

/** The runs of a job on one asset. */
export interface JobPreview {
  readonly stream: string;
  readonly asset: Asset;
  readonly runs: readonly { readonly start: Instant; readonly succeeded: boolean }[];
}

/** Occurrences of any other stream of events. */
export interface EventsPreview {
  readonly stream: string;
  readonly assets: number;
  readonly times: Float64Array;
}

export interface Preview {
  /** Of the assets that are shown. */
  readonly plan: Plan;
  /** Assets that fit what was asked for, and series of those that are shown. */
  readonly total: { readonly assets: number; readonly series: number };
  readonly assets: readonly AssetPreview[];
  readonly series: readonly SeriesPreview[];
  readonly jobs: readonly JobPreview[];
  readonly events: readonly EventsPreview[];
  /** What is not shown, each with how to see it. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly what: string;
  readonly see: string;
}
