/** Scenario + period + now → what a run will do, as data. */
import { Exit, SeedctlError } from '../model/errors.ts';
import type { Asset, Plan, PlannedStream, Series, SourceInput } from '../model/plan.ts';
import type { Metric, Scenario, Stream } from '../model/scenario.ts';
import type { Table } from '../model/table.ts';
import { type AssetId, DAY, type Duration, type Instant, type Range } from '../model/units.ts';
import { createEngine, type Engine } from '../simulate/engine.ts';
import { eventsOf } from '../simulate/event-records.ts';
import { countRecords } from '../simulate/metric-records.ts';
import { createAssets } from '../timeline/assets.ts';
import { selects } from '../timeline/select.ts';
import { episodesOf } from '../timeline/timeline.ts';
import { digestOf } from './digest.ts';
import { ENGINE } from './engine-version.ts';
import { largestLookback } from './lookback.ts';
import { type PeriodOverride, resolvePeriod } from './period.ts';
import { createReach, type Reach } from './reach.ts';
import { planRecords } from './records.ts';
import { withChunk } from './chunk.ts';
import { keyColumnsOf, tablesOf } from './tables.ts';

export interface PlanOptions extends PeriodOverride {
  /** Every reading of the clock. */
  readonly now: Instant;
  readonly seed?: number;
  /** What the sources hold, by their names. */
  readonly inputs?: ReadonlyMap<string, readonly SourceInput[]>;
  /** Plans these assets alone, at the cost of these alone; what they are and hold is as in the whole. */
  readonly assets?: readonly AssetId[];
}

/** A value may look this far into the past. */
const LARGEST_LOOKBACK: Duration = 400 * DAY;

/** A plan with what it was made by: who goes on asking need not make it anew. */
export interface Planned {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly reach: Reach;
}

/**
 * Lays out what a run will do.
 * @throws SeedctlError where the period is empty, or a value would look too far back
 */
export const createPlan = (scenario: Scenario, options: PlanOptions): Plan => planWith(scenario, options).plan;

/** The same, see `createPlan`. */
export function planWith(scenario: Scenario, options: PlanOptions): Planned {
  const seed = options.seed ?? scenario.seed;
  const period = resolvePeriod(scenario, options.now, options);
  // 1. Assets with everything that is drawn once; timelines and signals are laid out as they are asked for.
  const assets = assetsOf(scenario, seed, options.assets);
  const engine = createEngine(scenario, seed, assets);
  const lookback = largestLookback(scenario, assets, engine.find);
  if (lookback.duration > LARGEST_LOOKBACK) throw tooFarBack(lookback.duration, lookback.chain);
  // 2. Tables, as the union of the records that go there.
  const tables = tablesOf(scenario);
  // 3. Streams with their series, each with the digest of what its values depend on, and exact counts.
  const reach = createReach(scenario, ENGINE, seed, engine.find);
  const streams = scenario.streams.map((stream) =>
    planStream(
      engine,
      reach,
      stream,
      tables.get(stream.table)!,
      period,
      options.inputs?.get(stream.source ?? '') ?? [],
    ),
  );
  const series = streams.reduce((sum, stream) => sum + (stream.kind === 'metrics' ? stream.series.length : 0), 0);
  const days = Math.ceil(period.to / DAY) - Math.floor(period.from / DAY);
  const plan: Plan = {
    engine: ENGINE,
    scenario,
    seed,
    now: options.now,
    period,
    step: scenario.time.step,
    assets,
    streams,
    tables: [...tables.values()].map((table) => withChunk(table, streams, period)),
    digest: digestOf([
      ENGINE,
      seed,
      streams.map(({ id, series: all }) => [id, all.map(({ digest }) => digest).sort()]).sort(),
    ]),
    records: streams.reduce((sum, stream) => sum + stream.records, 0),
    cells: series * days,
    lookback,
  };
  return { plan, engine, reach };
}

/** @throws SeedctlError for an id that no asset has */
function assetsOf(scenario: Scenario, seed: number, ids: readonly AssetId[] | undefined): readonly Asset[] {
  const { all, find } = createAssets(scenario, seed);
  return ids === undefined ? all() : ids.map((id) => find(id) ?? unknownAsset(scenario, id));
}

function planStream(
  engine: Engine,
  reach: Reach,
  stream: Stream,
  table: Table,
  period: Range,
  inputs: readonly SourceInput[],
): PlannedStream {
  if (stream.kind === 'records') return planRecords(engine.scenario, stream, table, inputs);
  const selected = engine.assets.filter((asset) => selects(stream.select, asset, engine.find));
  const { series, records } = PLANNERS[stream.kind](engine, reach, stream, selected, period);
  const { id, kind, preset, role } = stream;
  return { id, kind, preset, table, series, records, role, keyColumns: keyColumnsOf(stream) };
}

type Planner = (
  engine: Engine,
  reach: Reach,
  stream: Stream,
  assets: readonly Asset[],
  period: Range,
) => { readonly series: readonly Series[]; readonly records: number };

const PLANNERS: { readonly [kind in Exclude<Stream['kind'], 'records'>]: Planner } = {
  assets: (_, reach, stream, assets) => {
    const series = assets.map((asset) => ({
      id: seriesId(asset.id),
      asset: asset.id,
      metric: null,
      digest: reach.asset(asset, stream),
    }));
    return { series, records: series.length };
  },
  metrics: (engine, reach, stream, assets, period) => {
    let records = 0;
    const series = assets.flatMap((asset) =>
      emittedBy(engine.scenario, asset, stream).map((metric): Series => {
        records += countRecords(engine.grid(asset, metric), engine.emitted(asset, metric), period);
        const { name } = metric;
        return {
          id: seriesId(asset.id, name),
          asset: asset.id,
          metric: name,
          digest: reach.metric(asset, stream, name),
        };
      }),
    );
    return { series, records };
  },
  events: (engine, reach, stream, assets, period) => {
    let records = 0;
    const series = assets
      .filter((asset) => mayHappen(engine, stream, asset))
      .map((asset): Series => {
        records += eventsOf(engine, stream, asset, period, []).length;
        return { id: seriesId(asset.id), asset: asset.id, metric: null, digest: reach.events(asset, stream) };
      });
    return { series, records };
  },
};

/** Metrics of an asset that a stream takes, in the stream's order, else in that of the patterns. */
function emittedBy(scenario: Scenario, asset: Asset, stream: Stream): readonly Metric[] {
  const own = asset.patterns.flatMap((name) => Object.values(scenario.patterns[name]?.metrics ?? {}));
  const emitted = own.filter((metric) => metric.emit);
  if (stream.metrics === null) return emitted;
  return stream.metrics.flatMap((name) => emitted.find((metric) => metric.name === name) ?? []);
}

/** Whether a stream of events can have any on this asset, its own or inherited. */
function mayHappen(engine: Engine, stream: Stream, asset: Asset): boolean {
  const source = stream.events!;
  const own = episodesOf(engine.scenario, asset, engine.find);
  if (source.kind === 'episodes') return own.some((episode) => source.ids.includes(episode.id));
  if (own.some((episode) => episode.state !== null || episode.label !== null)) return true;
  return asset.dependsOn.some((id) => {
    const other = engine.find(id);
    return other !== undefined && mayHappen(engine, stream, other);
  });
}

/** Asset, metric and labels; a slash in a name is escaped, so that ids stay unique. */
function seriesId(asset: string, metric?: string): string {
  const escape = (name: string) => name.replaceAll('%', '%25').replaceAll('/', '%2F');
  return metric === undefined ? escape(asset) : `${escape(asset)}/${escape(metric)}`;
}

function tooFarBack(duration: Duration, chain: readonly string[]): SeedctlError {
  return new SeedctlError({
    code: 'lookback-too-long',
    exit: Exit.invalid,
    message: `A value would look ${Math.ceil(duration / DAY)} days into the past; 400 is the most: ${chain.join(' → ')}.`,
    safe: 'Nothing was written.',
    next: 'Shorten what the chain names, or limit its length with `max`.',
  });
}

function unknownAsset(scenario: Scenario, id: AssetId): never {
  throw new SeedctlError({
    code: 'unknown-asset',
    exit: Exit.usage,
    message: `The scenario ${scenario.name} has no asset ${id}.`,
    safe: 'Nothing was written.',
    next: 'Give the id of an asset; those of a fleet are made from its template.',
  });
}
