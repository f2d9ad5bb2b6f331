/** What a scenario declares, what is to be expected of it, and what the period holds; from roles, never from names. */
import { BLOCK } from '../layers/layer.ts';
import { type Asset, type Plan, type PlannedStream, writtenStream } from '../model/plan.ts';
import type { Role } from '../model/scenario.ts';
import type { Instant, Range } from '../model/units.ts';
import type { Engine } from './engine.ts';
import { declaredSuccess, eventsOf, fieldsOf, probabilityOf } from './event-records.ts';
import { expectedUptime } from './expected.ts';

/** Shares of the polls of all assets of a type. */
export interface UptimeStatistic {
  readonly assetType: string;
  readonly assets: number;
  /** Own unplanned uptime, as the scenario says it; null where it says none. */
  readonly declared: number | null;
  /** With planned downtime and what is inherited. */
  readonly expected: number;
  /** One standard deviation of the achieved share around the expected one. */
  readonly spread: number;
  /** Polls that read up. */
  readonly achieved: number;
  /** Polls that read degraded. */
  readonly degraded: number;
}

export interface JobStatistic {
  readonly stream: string;
  readonly assetType: string;
  readonly jobs: number;
  /** Before modifiers and outages. */
  readonly declared: number;
  /** With them. */
  readonly expected: number;
  readonly spread: number;
  readonly achieved: number;
}

export interface LargeIncident {
  readonly asset: string;
  readonly episode: string;
  readonly state: 'degraded' | 'down' | null;
  readonly start: Instant;
  readonly end: Instant;
  readonly because: string | null;
  readonly planned: boolean;
  /** Assets that it acts on, its own included. */
  readonly affected: number;
}

export interface Statistics {
  readonly uptime: readonly UptimeStatistic[];
  readonly jobs: readonly JobStatistic[];
  readonly incidents: {
    readonly total: number;
    readonly inherited: number;
    /** The three unplanned ones with the most time lost over all assets, the largest first. */
    readonly largest: readonly LargeIncident[];
  };
}

export function statisticsOf(engine: Engine, plan: Plan): Statistics {
  return { ...ratesOf(engine, plan), incidents: incidentsOf(engine, plan.period) };
}

/** Of the series that the plan's streams hold. */
export function ratesOf(engine: Engine, plan: Plan): Pick<Statistics, 'uptime' | 'jobs'> {
  const ofRole = <K extends Role['kind']>(kind: K) =>
    plan.streams.filter(
      (stream): stream is PlannedStream & { role: Extract<Role, { kind: K }> } => stream.role?.kind === kind,
    );
  return {
    uptime: ofRole('polls').flatMap((stream) => uptimeOf(engine, stream, stream.role, plan.period)),
    jobs: ofRole('jobs').flatMap((stream) => jobsOf(engine, plan, stream)),
  };
}

function byType(engine: Engine, stream: PlannedStream): Map<string, Asset[]> {
  const groups = new Map<string, Asset[]>();
  for (const id of new Set(stream.series.map((series) => series.asset))) {
    const asset = engine.find(id)!;
    groups.set(asset.type, [...(groups.get(asset.type) ?? []), asset]);
  }
  return groups;
}

function uptimeOf(
  engine: Engine,
  stream: PlannedStream,
  role: Extract<Role, { kind: 'polls' }>,
  period: Range,
): UptimeStatistic[] {
  return [...byType(engine, stream)].map(([assetType, assets]) => {
    let [polls, up, degraded] = [0, 0, 0];
    for (const asset of assets) {
      const signal = engine.signal(asset, role.status);
      if (signal === undefined) continue;
      const values = new Float64Array(BLOCK);
      for (const run of signal.grid.runs(period)) {
        signal.fill(run, values);
        polls += run.count;
        for (let i = 0; i < run.count; i++) {
          if (values[i] === role.values.up) up += 1;
          else if (values[i] === role.values.degraded) degraded += 1;
        }
      }
    }
    const { declared, expected, spread } = expectedUptime(engine, assets, period);
    return {
      assetType,
      assets: assets.length,
      declared,
      expected,
      spread,
      achieved: up / polls,
      degraded: degraded / polls,
    };
  });
}

function jobsOf(engine: Engine, plan: Plan, stream: PlannedStream): JobStatistic[] {
  const written = writtenStream(plan, stream.id);
  return [...byType(engine, stream)].flatMap(([assetType, assets]) => {
    let [jobs, declared, expected, variance, succeeded] = [0, 0, 0, 0, 0];
    for (const asset of assets) {
      for (const event of eventsOf(engine, written, asset, plan.period, [])) {
        for (const [name, draw] of Object.entries(event.occurrence.episode.fields)) {
          if (draw.kind !== 'outcome') continue;
          const p = probabilityOf(engine, asset, draw, event.occurrence);
          jobs += 1;
          declared += declaredSuccess(draw, assetType);
          expected += p;
          variance += p * (1 - p);
          succeeded += Number(fieldsOf(engine, asset, event)[name]);
        }
      }
    }
    if (jobs === 0) return [];
    return [
      {
        stream: stream.id,
        assetType,
        jobs,
        declared: declared / jobs,
        expected: expected / jobs,
        spread: Math.sqrt(variance) / jobs,
        achieved: succeeded / jobs,
      },
    ];
  });
}

function incidentsOf(engine: Engine, period: Range): Statistics['incidents'] {
  let [total, inherited] = [0, 0];
  const roots = new Map<string, LargeIncident & { lost: number }>();
  for (const asset of engine.assets) {
    for (const { occurrence, start, end } of engine.timeline(asset).incidents(period.from, period.to)) {
      const { episode } = occurrence;
      total += 1;
      if (occurrence.asset !== asset.id) inherited += 1;
      const id = [occurrence.asset, episode.id, occurrence.id].join('\n');
      const before = roots.get(id);
      roots.set(id, {
        asset: occurrence.asset,
        episode: episode.id,
        state: occurrence.state,
        start: occurrence.start,
        end: occurrence.end,
        because: episode.because,
        planned: episode.planned,
        affected: (before?.affected ?? 0) + 1,
        lost: (before?.lost ?? 0) + end - start,
      });
    }
  }
  const unplanned = [...roots.values()].filter((incident) => !incident.planned && incident.state !== null);
  unplanned.sort((a, b) => b.lost - a.lost || a.start - b.start);
  return { total, inherited, largest: unplanned.slice(0, 3).map(({ lost: _, ...incident }) => incident) };
}
