/** A plan → what a preview shows of it. */
import { type Asset, type Plan, writtenStream } from '../../model/plan.ts';
import type { Metric } from '../../model/scenario.ts';
import { DAY, type MetricName } from '../../model/units.ts';
import { clip, measure, nothing } from '../../timeline/interval.ts';
import { type Incident, windowsOf } from '../../timeline/timeline.ts';
import type { Engine } from '../../simulate/engine.ts';
import { eventsOf, fieldsOf } from '../../simulate/event-records.ts';
import { columnOf } from '../../simulate/series/column.ts';
import { describe } from '../../simulate/series/description.ts';
import { histogram } from '../../simulate/series/histogram.ts';
import { dayProfile, weekProfile } from '../../simulate/series/quantiles.ts';
import type { AssetPreview, EventsPreview, IncidentPreview, JobPreview, SeriesPreview } from './data.ts';

/** Slots of a day, and of a week: a quarter of an hour, and an hour. */
const [DAY_SLOTS, WEEK_SLOTS] = [96, 168];
const BINS = 40;

/** Null where the asset has no such metric, or no record in the period. */
export function previewSeries(engine: Engine, plan: Plan, asset: Asset, name: MetricName): SeriesPreview | null {
  const signal = engine.signal(asset, name);
  const column = columnOf(engine, asset, name, plan.period);
  if (signal === undefined || column === null || column.values.length === 0) return null;
  const { metric, grid } = signal;
  const sorted = column.values.slice().sort();
  const days = (plan.period.to - plan.period.from) / DAY;
  // Slots that are shorter than the step would be empty.
  const daySlots = grid.step === null ? 24 : Math.max(1, Math.min(DAY_SLOTS, Math.floor(DAY / grid.step)));
  return {
    asset,
    metric,
    column,
    description: describe(column, sorted, metric, grid.step),
    day: dayProfile(column, asset.zone, daySlots),
    week: days < 2 ? null : weekProfile(column, asset.zone, Math.min(WEEK_SLOTS, 7 * daySlots)),
    histogram: histogram(sorted, resolutionOf(metric), BINS),
    step: grid.step,
  };
}

const resolutionOf = ({ resolution }: Metric): number =>
  'step' in resolution ? resolution.step : Number(`1e-${String(resolution.decimals)}`);

/** Metrics of an asset that go into a stream, in the order of the streams. */
export const metricsOf = ({ streams }: Plan, { id }: Asset): readonly MetricName[] => [
  ...new Set(
    streams.flatMap(({ series }) =>
      series.flatMap(({ asset, metric }) => (asset === id && metric !== null ? [metric] : [])),
    ),
  ),
];

export function previewAsset(engine: Engine, { period }: Plan, asset: Asset): AssetPreview {
  const timeline = engine.timeline(asset);
  const found = timeline.incidents(period.from, period.to);
  const incidents = found.map(incidentOf);
  if (!timeline.changes()) return { asset, states: null, incidents };
  const of = (state: 'down' | 'degraded'): Float64Array => timeline.state(state)(period.from, period.to);
  const [down, degraded] = [of('down'), of('degraded')];
  const plannedOnes = found.filter(({ occurrence }) => occurrence.episode.planned && occurrence.state !== null);
  return {
    asset,
    states: {
      down,
      degraded,
      planned: plannedOnes.length === 0 ? nothing : clip(windowsOf(plannedOnes), period.from, period.to),
      up: 1 - (measure(down) + measure(degraded)) / (period.to - period.from),
    },
    incidents,
  };
}

function incidentOf({ asset, occurrence, start, end, cause }: Incident): IncidentPreview {
  const { id, label, planned, because } = occurrence.episode;
  return {
    asset,
    episode: id,
    label,
    state: occurrence.state,
    planned,
    start,
    end,
    because,
    cause,
    root: occurrence.asset,
  };
}

export function previewJobs(engine: Engine, plan: Plan): readonly JobPreview[] {
  return plan.streams.flatMap((stream) => {
    if (stream.role?.kind !== 'jobs') return [];
    return stream.series.map(({ asset: id }): JobPreview => {
      const asset = engine.find(id)!;
      const runs = eventsOf(engine, writtenStream(plan, stream.id), asset, plan.period, []).map((event) => {
        const outcome = Object.entries(event.occurrence.episode.fields).find(([, draw]) => draw.kind === 'outcome');
        const succeeded = outcome === undefined || Number(fieldsOf(engine, asset, event)[outcome[0]]) > 0;
        return { start: event.start, succeeded };
      });
      return { stream: stream.id, asset, runs: [...runs].sort((a, b) => a.start - b.start) };
    });
  });
}

/** Streams of events that are neither jobs nor incidents: orders, workouts, deploys. */
export function previewEvents(engine: Engine, plan: Plan): readonly EventsPreview[] {
  return plan.streams.flatMap((stream): EventsPreview[] => {
    if (stream.kind !== 'events' || stream.role !== null) return [];
    const times = stream.series.flatMap(({ asset }) =>
      eventsOf(engine, writtenStream(plan, stream.id), engine.find(asset)!, plan.period, []).map(({ start }) => start),
    );
    return [{ stream: stream.id, assets: stream.series.length, times: Float64Array.from(times).sort() }];
  });
}
