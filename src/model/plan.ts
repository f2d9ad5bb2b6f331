/** What a run will do, as data. */
import type { Role, Scenario, Stream, StreamKind } from './scenario.ts';
import type { Table } from './table.ts';
import type { AssetId, Duration, Instant, Json, MetricName, Range, ZoneName } from './units.ts';

/** An asset with everything drawn that is drawn once. */
export interface Asset {
  readonly id: AssetId;
  readonly type: string;
  readonly parent: AssetId | null;
  readonly zone: ZoneName;
  readonly patterns: readonly string[];
  readonly fields: { readonly [name: string]: Json };
  readonly tags: { readonly [name: string]: string };
  readonly data: { readonly [name: string]: Json };
  readonly traits: { readonly [name: string]: Json };
  /** Its life, half open; null: it has always been, it goes on for ever. Records exist only within. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** Ids of assets that it goes down with. */
  readonly dependsOn: readonly AssetId[];
}

/** One thing that a source reads from its beginning to its end, such as a file. */
export interface SourceInput {
  /** For people: its path. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of its content in hex: what has the same is the same, whatever its name. */
  readonly hash: string;
}

/** What a ledger vouches for: one metric of one asset, the events of one asset, one asset's record, or one input of a source. */
export interface Series {
  /** Unique in the stream: asset, metric and labels; stable under any change of the file's order. */
  readonly id: string;
  readonly asset: AssetId;
  readonly metric: MetricName | null;
  /** 32 hex digits over everything that its values depend on: engine, seed and the reachable definitions. */
  readonly digest: string;
}

export interface PlannedStream {
  readonly id: string;
  readonly kind: StreamKind;
  readonly preset: string;
  readonly table: Table;
  readonly series: readonly Series[];
  /** Exact number of records in the plan's period; of records that are read it is known once they are, and 0 here. */
  readonly records: number;
  /** Of records that are read: what there is to read, each content once; absent where they are simulated. */
  readonly reads?: { readonly inputs: number; readonly bytes: number };
  readonly role: Role | null;
  /** Which columns of its table say whose and when a record is; null where its record has none. */
  readonly keyColumns: KeyColumns;
}

export interface KeyColumns {
  readonly asset: string | null;
  readonly metric: string | null;
  readonly time: string | null;
}

export interface Plan {
  /** Raised only when a value changes. */
  readonly engine: number;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly now: Instant;
  /** Half open, on the grid of the step; assets records have none. */
  readonly period: Range;
  readonly step: Duration;
  readonly assets: readonly Asset[];
  readonly streams: readonly PlannedStream[];
  readonly tables: readonly Table[];
  /** 32 hex digits over the seed, the engine and all series digests; neither period, now nor sinks enter it. */
  readonly digest: string;
  readonly records: number;
  /** Series × UTC days that the period touches. */
  readonly cells: number;
  /** The largest look into the past that a value needs, and the chain of definitions that needs it. */
  readonly lookback: { readonly duration: Duration; readonly chain: readonly string[] };
}

/** A planned stream as the scenario writes it. */
export function writtenStream({ scenario }: Plan, id: string): Stream {
  return scenario.streams.find((stream) => stream.id === id)!;
}

/** What all streams that read have to read; null where none does. */
export function readBy({ streams }: Plan): NonNullable<PlannedStream['reads']> | null {
  const reads = streams.flatMap((stream) => stream.reads ?? []);
  if (reads.length === 0) return null;
  const sum = (of: 'inputs' | 'bytes') => reads.reduce((total, one) => total + one[of], 0);
  return { inputs: sum('inputs'), bytes: sum('bytes') };
}

/** Nothing is simulated: neither period nor step nor seed says anything of the records. */
export const readsAlone = ({ streams }: Plan): boolean =>
  streams.length > 0 && streams.every(({ reads }) => reads !== undefined);

/** Cells of one stream that are written together, with one ledger entry: the unit of resume. */
export interface Group {
  readonly stream: PlannedStream;
  readonly series: readonly Series[];
  readonly range: Range;
}
