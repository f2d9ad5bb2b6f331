/** What a reviewer of a scenario should worry about, each with its line. */
import { quote } from '../../language/diagnostics/words.ts';
import type { Diagnostic, Place } from '../../model/diagnostic.ts';
import type { Asset, Plan } from '../../model/plan.ts';
import type { Episode } from '../../model/scenario.ts';
import type { Share } from '../../model/units.ts';
import { count, percent } from '../../report/numbers.ts';
import type { Engine } from '../../simulate/engine.ts';
import type { EpisodeStatistic } from '../../simulate/episode-statistics.ts';
import type { Statistics } from '../../simulate/statistics.ts';
import { measure as lengthOf } from '../../timeline/interval.ts';
import { windowsOf } from '../../timeline/timeline.ts';
import type { Measured, MeasuredSeries } from './measure.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Beyond a bound this often, a signal is more bound than shape. */
const OFTEN: Share = 0.2;
/** Declared and expected differ by more than this, and by more than chance explains. */
const FAR: Share = 0.02;
const DEVIATIONS = 3;

export function findingsOf(
  engine: Engine,
  plan: Plan,
  measured: Measured,
  statistics: Statistics,
  at: Whereabouts,
): readonly Diagnostic[] {
  const found = [
    ...clamped(measured, at),
    ...constant(measured, plan, at),
    ...silent(measured, at),
    ...unreachable(engine, plan, statistics, at),
    ...uneventful(engine, plan, at),
    ...never(measured.episodes, at),
  ];
  return found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));
}

function warning(place: Place, code: string, message: string, hint: string): Diagnostic {
  const { file, line, column, endLine, endColumn } = place;
  return { file, line, column, endLine, endColumn, severity: 'warning', code, message, hint };
}

/** `on all 10 assets`, `on 3 of 10 assets (vm-1, vm-2, vm-3)`. */
function whom(some: readonly { readonly asset: Asset }[], all: number): string {
  if (some.length === all) return all === 1 ? `on ${quote(some[0]!.asset.id)}` : `on all ${count(all)} assets`;
  const names = some.slice(0, 3).map(({ asset }) => asset.id);
  const more = some.length > names.length ? ', …' : '';
  return `on ${count(some.length)} of ${count(all)} assets (${names.map(quote).join(', ')}${more})`;
}

/** Series of the same metric of the same pattern. */
function groups<S extends { readonly pattern: string; readonly metric: string }>(
  series: readonly S[],
): readonly (readonly S[])[] {
  const found = new Map<string, S[]>();
  for (const one of series) {
    const key = JSON.stringify([one.pattern, one.metric]);
    const known = found.get(key);
    if (known === undefined) found.set(key, [one]);
    else known.push(one);
  }
  return [...found.values()];
}

function clamped({ series }: Measured, at: Whereabouts): readonly Diagnostic[] {
  return groups(series).flatMap((group) =>
    (['min', 'max'] as const).flatMap((bound) => {
      const often = group.filter(({ beyond }) => beyond[bound] >= OFTEN);
      if (often.length === 0) return [];
      const { pattern, metric } = often[0]!;
      const share = often.reduce((sum, { beyond }) => sum + beyond[bound], 0) / often.length;
      return [
        warning(
          at.clamp(pattern, metric),
          'often-clamped',
          `${quote(metric)} is cut off at its ${bound === 'min' ? 'lower' : 'upper'} bound ${percent(share, 0)} of the time ${whom(often, group.length)}`,
          'Its layers go beyond the bound: lower what they add, or move the bound',
        ),
      ];
    }),
  );
}

/** A status is as it should be as long as nothing happens. */
function constant({ series }: Measured, plan: Plan, at: Whereabouts): readonly Diagnostic[] {
  const statuses = new Set(plan.streams.flatMap(({ role }) => (role?.kind === 'polls' ? [role.status] : [])));
  return groups(series.filter(({ metric }) => !statuses.has(metric))).flatMap((group) => {
    const still = group.filter(({ records, min, max }) => records > 1 && min.value === max.value);
    const [first] = still;
    if (first === undefined) return [];
    return [
      warning(
        at.metric(first.pattern, first.metric),
        'constant-series',
        `${quote(first.metric)} is ${first.min.value} for the whole period ${whom(still, group.length)}`,
        'Give it a layer that varies, such as `noise`, or finer `decimals`',
      ),
    ];
  });
}

function silent({ series, empty }: Measured, at: Whereabouts): readonly Diagnostic[] {
  return groups(empty).map((group) => {
    const { pattern, metric } = group[0]!;
    const same = (one: MeasuredSeries) => one.pattern === pattern && one.metric === metric;
    return warning(
      at.metric(pattern, metric),
      'no-record',
      `${quote(metric)} has no record in the period ${whom(group, group.length + series.filter(same).length)}`,
      'Look at its `when`, at `while_down: missing`, and at the life of the assets',
    );
  });
}

/** Rates that outages, planned downtime apart, and modifiers keep out of reach. */
function unreachable(engine: Engine, plan: Plan, { uptime, jobs }: Statistics, at: Whereabouts): readonly Diagnostic[] {
  const beyond = (declared: Share, expected: Share, spread: Share): boolean =>
    declared - expected > Math.max(FAR, DEVIATIONS * spread);
  const rates = jobs.filter(({ declared, expected, spread }) => beyond(declared, expected, spread));
  const uptimes = uptime.filter(
    ({ assetType, declared, expected, spread }) =>
      declared !== null && beyond(declared, expected + plannedShare(engine, plan, assetType), spread),
  );
  return [
    ...rates.map(({ stream, assetType, declared, expected }) =>
      warning(
        at.success(stream),
        'unreachable-success',
        `${quote(stream)} of the type ${quote(assetType)} cannot reach the ${percent(declared)} that are declared: ${percent(expected)} are to be expected`,
        'Modifiers and outages lower it: declare a higher rate, or what is left',
      ),
    ),
    ...uptimes.map(({ assetType, declared, expected }) =>
      warning(
        at.reliability(ruleOf(engine, plan, assetType)),
        'unreachable-uptime',
        `Assets of the type ${quote(assetType)} cannot reach the ${percent(declared!)} that are declared: ${percent(expected)} are to be expected`,
        'They inherit the outages of what they depend on: raise its uptime, or declare what is left',
      ),
    ),
  ];
}

const ofType = (plan: Plan, type: string): readonly Asset[] => plan.assets.filter((asset) => asset.type === type);

function ruleOf(engine: Engine, plan: Plan, type: string): Episode | undefined {
  const [first] = ofType(plan, type);
  const rule =
    first === undefined
      ? undefined
      : engine.timeline(first).episodes.find(({ episode }) => episode.schedule.timing.kind === 'uptime');
  return rule?.episode;
}

function plannedShare(engine: Engine, plan: Plan, type: string): Share {
  const assets = ofType(plan, type);
  const { from, to } = plan.period;
  const planned = assets.map((asset) => {
    const own = engine
      .timeline(asset)
      .incidents(from, to)
      .filter(({ occurrence }) => occurrence.episode.planned && occurrence.state !== null);
    return lengthOf(windowsOf(own.map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }))));
  });
  return planned.reduce((a, b) => a + b, 0) / Math.max(1, assets.length) / (to - from);
}

/** Assets that something may befall, and nothing did. */
function uneventful(engine: Engine, plan: Plan, at: Whereabouts): readonly Diagnostic[] {
  const calm = new Map<number, Asset[]>();
  const may = new Map<number, number>();
  for (const asset of plan.assets) {
    const timeline = engine.timeline(asset);
    if (!timeline.changes()) continue;
    const definition = at.definition(asset);
    may.set(definition, (may.get(definition) ?? 0) + 1);
    const happened = timeline
      .incidents(plan.period.from, plan.period.to)
      .some(({ occurrence }) => occurrence.state !== null);
    if (!happened) calm.set(definition, [...(calm.get(definition) ?? []), asset]);
  }
  return [...calm].map(([definition, assets]) => {
    const some = assets.map((asset) => ({ asset }));
    return warning(
      at.asset(assets[0]!),
      'no-incident',
      `Nothing happens in the whole period ${whom(some, may.get(definition)!)}`,
      'A longer period, a lower `uptime` or a higher `rate` gives dashboards and alerts something to show',
    );
  });
}

/** Episodes that assets have, and that happen to none of them. */
function never(episodes: readonly EpisodeStatistic[], at: Whereabouts): readonly Diagnostic[] {
  return (
    episodes
      // Of rules of reliability the assets without an incident are told.
      .filter(({ happened, reliability }) => happened === 0 && !reliability)
      .map(({ episode, assets }) =>
        warning(
          at.episode(episode),
          'no-occurrence',
          `${quote(episode)} never happens in the period${assets > 1 ? `, to none of ${count(assets)} assets` : ''}`,
          'Look at its timing and its conditions, or make the period longer',
        ),
      )
  );
}
