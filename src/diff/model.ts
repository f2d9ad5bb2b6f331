/** How two scenarios differ in the data that they make, as data. */
import type { Edit } from '../language/edits/edits.ts';
import type { Source } from '../language/source.ts';
import type { Scenario, StreamKind } from '../model/scenario.ts';
import type { ViewRequest } from '../model/table.ts';
import type { AssetId, Duration, EpisodeId, Instant, MetricName, Range } from '../model/units.ts';
import type { Planned } from '../plan/plan.ts';

/** One of the two scenarios. */
export interface Side extends Planned {
  /** As given on the command line. */
  readonly label: string;
  readonly views: readonly ViewRequest[];
  /** As written: includes first, the scenario last. */
  readonly sources: readonly Source[];
  /** The meaning of sources that were changed; null where they mean nothing. */
  readonly understand: (sources: readonly Source[]) => Scenario | null;
}

export interface Both<T> {
  readonly old: T;
  readonly new: T;
}

export interface Diff {
  readonly sides: Both<Side>;
  /** Whether the data, or the tables that hold it, would be other. */
  readonly different: boolean;
  /** The bytes of all files are the same. */
  readonly sameText: boolean;
  readonly facts: readonly Fact[];
  /** What of each period is compared: what both have, where they have anything in common. */
  readonly compared: Both<Range>;
  readonly edits: readonly EditEffect[];
  readonly assets: AssetChanges;
  readonly streams: readonly StreamChange[];
  readonly groups: readonly Group[];
  /** Groups that were not measured. */
  readonly unmeasured: number;
  readonly rates: readonly RateChange[];
  readonly incidents: readonly IncidentChange[];
  readonly setup: readonly SetUpChange[];
}

/** What holds for the whole scenario, where it differs. */
export interface Fact {
  readonly name: 'name' | 'seed' | 'step' | 'period' | 'timezone' | 'engine';
  readonly old: string;
  readonly new: string;
}

/** What an edit does on its own. */
export interface EditEffect {
  readonly edit: Edit;
  /** Series that both sides have, and that it changes. */
  readonly series: number;
  /** Every series of every stream has other values by it. */
  readonly all: boolean;
  /** It changes what is there, how much, or the tables; or, together with others, values. */
  readonly effective: boolean;
}

export interface AssetChanges {
  readonly added: readonly AssetId[];
  readonly removed: readonly AssetId[];
  readonly renamed: readonly { readonly old: AssetId; readonly new: AssetId }[];
  /** What their records say otherwise. */
  readonly told: readonly {
    readonly key: string;
    readonly old: string | null;
    readonly new: string | null;
    readonly assets: readonly AssetId[];
  }[];
}

export interface StreamChange {
  /** As it is called in the new scenario, in the old one where it is gone. */
  readonly id: string;
  /** What it was called, where that was otherwise. */
  readonly was: string | null;
  readonly kind: StreamKind;
  readonly preset: string;
  readonly state: 'added' | 'removed' | 'changed' | 'same';
  readonly records: Both<number>;
  readonly series: {
    readonly old: number;
    readonly new: number;
    readonly same: number;
    /** Under another asset, with values of its own. */
    readonly renamed: number;
    /** Other values. */
    readonly changed: number;
    /** They could differ, but do not in this period. */
    readonly equal: number;
    /** The same values in another record. */
    readonly form: number;
    readonly added: number;
    readonly removed: number;
  };
}

/** A series on both sides. */
export interface SeriesPair {
  readonly stream: Both<string>;
  readonly asset: Both<AssetId>;
  readonly metric: Both<MetricName | null>;
  readonly digest: Both<string>;
}

/** Series of a metric that change for the same reasons. */
export interface Group {
  readonly stream: string;
  readonly metric: Both<MetricName>;
  readonly assetType: string;
  readonly assets: readonly AssetId[];
  /** In how many of them the values were looked at. */
  readonly measured: number;
  /** Indices into the edits. */
  readonly causes: readonly number[];
  readonly unit: string | null;
  readonly decimals: number | null;
  /** Values are the same in this period, though they could differ in another. */
  readonly same: boolean;
  readonly measure: Both<Measure>;
}

/** What the values of a series, or of several, are like in the period. */
export interface Measure {
  readonly records: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly spread: number;
  readonly min: number;
  readonly max: number;
  /** Mean by local hour; null where there is no record. */
  readonly day: readonly (number | null)[];
}

/** A share of all polls or jobs of the assets of a type. */
export interface RateChange {
  readonly kind: 'uptime' | 'success';
  readonly stream: string;
  readonly assetType: string;
  readonly assets: Both<number>;
  /** In how many assets of each side it was counted. */
  readonly measured: number;
  readonly old: Rate | null;
  readonly new: Rate | null;
}

export interface Rate {
  readonly declared: number | null;
  readonly expected: number;
  readonly achieved: number;
}

/** The occurrences of one episode on all assets. */
export interface IncidentChange {
  readonly episode: EpisodeId;
  readonly assets: readonly AssetId[];
  /** Comes by chance: most of another draw are others. */
  readonly random: boolean;
  readonly old: number;
  readonly new: number;
  readonly same: number;
  readonly moved: number;
  /** By which all that moved did; null where they did not all alike. */
  readonly by: Duration | null;
  /** Last longer or shorter. */
  readonly resized: number;
  /** Are in another state. */
  readonly restated: number;
  readonly added: number;
  readonly gone: number;
  /** Mean length. */
  readonly length: Both<Duration | null>;
  /** The first that differs. */
  readonly example: Both<{ readonly asset: AssetId; readonly start: Instant; readonly end: Instant } | null>;
}

/** What a target must have. */
export interface SetUpChange {
  readonly object: 'table' | 'column' | 'key' | 'index' | 'comment' | 'view';
  readonly table: string;
  readonly name: string;
  readonly old: string | null;
  readonly new: string | null;
}
