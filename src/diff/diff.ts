/** Two scenarios → how their data differs: by the plans first, by simulation of what differs after. */
import { editsBetween } from '../language/edits/edits.ts';
import { formatDuration } from '../language/read/duration.ts';
import { canonical } from '../model/canonical.ts';
import { type Asset, type Plan, writtenStream } from '../model/plan.ts';
import type { AssetId, Range } from '../model/units.ts';
import type { Reach } from '../plan/reach.ts';
import { roomForBlocks } from '../simulate/blocks-of-series.ts';
import type { Engine } from '../simulate/engine.ts';
import { zone } from '../timeline/zone.ts';
import { assetChanges } from './assets.ts';
import { type Cause, causesOf } from './causes.ts';
import { evenly, groupsOf } from './groups.ts';
import { incidentChanges } from './incidents.ts';
import type { Both, Diff, EditEffect, Fact, Group, SeriesPair, Side, StreamChange } from './model.ts';
import { stillOf, toldOtherwise } from './still.ts';
import { rateChanges } from './rates.ts';
import { renamedBy } from './renamed.ts';
import { type Matched, matchSeries } from './series.ts';
import { setUpChanges } from './setup.ts';

/** Of more series that differ, so many are asked for their causes. */
const SAMPLE = 2000;

/** @param seed what the command line says: the same for both */
export function diffOf(old: Side, now: Side, seed: number | undefined): Diff {
  const sides = { old, new: now };
  const plans = { old: old.plan, new: now.plan };
  const engines = { old: old.engine, new: now.engine };
  // 1. What was written otherwise, and what is only called otherwise.
  const edits = editsBetween(old.sources, now.sources);
  const renamed = renamedBy(edits, old.plan, now.plan);
  // 2. Which series differ: digests tell, nothing is simulated.
  const reaches = { old: old.reach, new: now.reach };
  const matched = matchSeries(old.plan, now.plan, renamed, contentOf(plans, engines, reaches));
  const { shaped } = matched;
  // 3. Which edit changes which of them.
  const asked = evenly(matched.pairs, SAMPLE);
  const causes = causesOf(edits, old, now, asked, { seed });
  const indices = causeIndices(causes, matched.pairs, asked);
  // 4. What the values are like on both sides, of the series that differ and of no other.
  const kinds = new Map(now.plan.streams.map((stream) => [stream.id, stream]));
  const ofKind = (kind: string) => matched.pairs.filter(({ stream }) => kinds.get(stream.new)?.kind === kind);
  const states = new Set(now.plan.streams.map(({ role }) => (role?.kind === 'polls' ? role.status : null)));
  const periods = comparedPeriods(plans);
  const compared = { plans, periods, engines, room: roomForBlocks() };
  const valued = ofKind('metrics').filter((pair) => !shaped.has(pair));
  const { groups, unmeasured, equal } = groupsOf(
    valued.filter((pair) => !states.has(pair.metric.new)),
    compared,
    indices,
  );
  const still = stillOf(
    [...valued.filter((pair) => states.has(pair.metric.new)), ...ofKind('events').filter((pair) => !shaped.has(pair))],
    equal,
    compared,
  );
  const told = toldOtherwise(still, compared);
  const tellers = new Set([...told].map(({ stream, metric, asset }) => canonical([stream.new, metric.new, asset.new])));
  const isTold = ({ same, stream, metric, assets }: Group) =>
    same && assets.every((asset) => tellers.has(canonical([stream, metric.new, asset])));
  const setup = setUpChanges(sides);
  const facts = factsOf(plans);
  const touched = touchedTypes(matched, plans, engines, reaches);
  const different = setup.length > 0 || matched.streams.some(({ state }) => state !== 'same');
  return {
    sides,
    different,
    sameText: sameText(sides),
    facts,
    compared: periods,
    edits: causes.map((cause) => effectOf(cause, matched, asked, different)),
    assets: assetChanges(sides, renamed, ofKind('assets'), engines),
    streams: matched.streams.map((stream) => withEqual(stream, still, told)),
    groups: groups.filter((group) => !isTold(group)),
    unmeasured,
    rates: rateChanges(plans, engines, (stream, type) => touched.has(JSON.stringify([stream, type]))),
    incidents: incidentChanges(touchedAssets(matched), periods, engines),
    setup,
  };
}

/** Whether the records of a series tell the same, perhaps in another shape. */
function contentOf(
  plans: Both<Plan>,
  engines: Both<Engine>,
  reaches: Both<Reach>,
): (pair: SeriesPair) => 'values' | 'shape' | 'nothing' {
  const of = (plan: Plan, engine: Engine, reach: Reach) => {
    const streams = new Map(plan.scenario.streams.map((stream) => [stream.id, stream]));
    return (stream: string, asset: string, metric: string | null) =>
      reach.content(engine.find(asset)!, streams.get(stream)!, metric);
  };
  const [old, now] = [of(plans.old, engines.old, reaches.old), of(plans.new, engines.new, reaches.new)];
  const recordIn = (plan: Plan, id: string) => canonical(writtenStream(plan, id).record);
  return ({ stream, asset, metric }) => {
    if (old(stream.old, asset.old, metric.old) !== now(stream.new, asset.new, metric.new)) return 'values';
    const ofAsset = plans.new.streams.find(({ id }) => id === stream.new)?.kind === 'assets';
    // The digest of an asset's record has the seed in it, which a record that draws nothing does not show.
    return ofAsset && recordIn(plans.old, stream.old) === recordIn(plans.new, stream.new) ? 'nothing' : 'shape';
  };
}

/** What both periods hold; each its own where they have nothing in common. */
function comparedPeriods({ old, new: now }: Both<Plan>): Both<Range> {
  const common = { from: Math.max(old.period.from, now.period.from), to: Math.min(old.period.to, now.period.to) };
  return common.from < common.to ? { old: common, new: common } : { old: old.period, new: now.period };
}

function withEqual(
  stream: StreamChange,
  still: ReadonlySet<SeriesPair>,
  otherwise: ReadonlySet<SeriesPair>,
): StreamChange {
  const pairs = [...still].filter((pair) => pair.stream.new === stream.id && pair.asset.old === pair.asset.new);
  if (pairs.length === 0) return stream;
  const { series } = stream;
  const form = pairs.filter((pair) => otherwise.has(pair)).length;
  const [equal, changed] = [pairs.length - form, series.changed - pairs.length];
  return { ...stream, series: { ...series, form: series.form + form, equal, changed } };
}

/** The edits that change a pair; of one that was not asked, those of its like. */
function causeIndices(
  causes: readonly Cause[],
  pairs: readonly SeriesPair[],
  asked: readonly SeriesPair[],
): (pair: SeriesPair) => readonly number[] {
  const own = (pair: SeriesPair) => causes.flatMap((cause, i) => (cause.pairs.has(pair) ? [i] : []));
  if (asked.length === pairs.length) return own;
  const like = (pair: SeriesPair) => JSON.stringify([pair.stream.new, pair.metric.new]);
  const known = new Map<string, Set<number>>();
  for (const pair of asked) known.set(like(pair), new Set([...(known.get(like(pair)) ?? []), ...own(pair)]));
  return (pair) => [...(known.get(like(pair)) ?? [])].sort((a, b) => a - b);
}

function effectOf(
  { edit, pairs, effective }: Cause,
  { pairs: all, streams }: Matched,
  asked: readonly SeriesPair[],
  different: boolean,
): EditEffect {
  const share = asked.length === 0 ? 0 : all.length / asked.length;
  const every = streams.every(({ kind, series }) => kind === 'assets' || (series.same === 0 && series.form === 0));
  return {
    edit,
    series: Math.round(pairs.size * share),
    all: every && pairs.size > 0 && pairs.size === asked.length,
    effective: different && effective,
  };
}

/** Streams and types of asset whose rates may be others. */
function touchedTypes(
  { pairs, added, removed }: Matched,
  plans: Both<Plan>,
  engines: Both<Engine>,
  reaches: Both<Reach>,
): ReadonlySet<string> {
  const key = (stream: string, asset: Asset | undefined) => JSON.stringify([stream, asset?.type]);
  const samePeriod = canonical(plans.old.period) === canonical(plans.new.period);
  const roleIn = (plan: Plan) => new Map(plan.streams.map(({ id, role }) => [id, role]));
  const roles = { old: roleIn(plans.old), new: roleIn(plans.new) };
  /** Uptime is counted from the status alone, and expected from what happens to the state. */
  const counts = ({ stream, asset, metric }: SeriesPair): boolean => {
    const [was, is] = [roles.old.get(stream.old), roles.new.get(stream.new)];
    if (is?.kind !== 'polls' || metric.new === is.status) return true;
    if (!samePeriod || canonical(was) !== canonical(is)) return true;
    const states = [reaches.old.state(engines.old.find(asset.old)!), reaches.new.state(engines.new.find(asset.new)!)];
    return states[0] !== states[1];
  };
  return new Set([
    ...pairs
      .filter(counts)
      .flatMap(({ stream, asset }) => [
        key(stream.new, engines.new.find(asset.new)),
        key(stream.old, engines.old.find(asset.old)),
      ]),
    ...added.map(({ stream, series }) => key(stream, engines.new.find(series.asset))),
    ...removed.map(({ stream, series }) => key(stream, engines.old.find(series.asset))),
  ]);
}

/** Assets on both sides of which something differs beside the shape of records. */
function touchedAssets({ pairs, shaped }: Matched): readonly Both<AssetId | null>[] {
  const found = new Map<AssetId, Both<AssetId>>();
  for (const pair of pairs) if (!shaped.has(pair)) found.set(pair.asset.new, pair.asset);
  return [...found.values()];
}

function sameText({ old, new: now }: Both<Side>): boolean {
  const texts = ({ sources }: Side) => sources.map(({ text }) => text);
  return JSON.stringify(texts(old)) === JSON.stringify(texts(now));
}

function factsOf(plans: Both<Plan>): readonly Fact[] {
  const fact = (name: Fact['name'], of: (plan: Plan) => string): readonly Fact[] => {
    const [old, now] = [of(plans.old), of(plans.new)];
    return old === now ? [] : [{ name, old, new: now }];
  };
  return [
    ...fact('name', ({ scenario }) => scenario.name),
    ...fact('engine', ({ engine }) => String(engine)),
    ...fact('seed', ({ seed }) => String(seed)),
    ...fact('timezone', ({ scenario }) => scenario.zone),
    ...fact('step', ({ step }) => formatDuration(step)),
    ...fact('period', periodOf),
  ];
}

/** In the zone of the new scenario both sides read alike; here each in its own. */
function periodOf({ period, scenario }: Plan): string {
  const place = zone(scenario.zone);
  const local = (at: number) => new Date(at + place.offsetAt(at).offset).toISOString().slice(0, 16).replace('T', ' ');
  return `${local(period.from)} to ${local(period.to)}`;
}
