/** Series whose digests differ, and whose records are the same in this period all the same. */
import { type Plan, writtenStream } from '../model/plan.ts';
import { canonical } from '../model/canonical.ts';
import type { AssetId, MetricName } from '../model/units.ts';
import type { Engine } from '../simulate/engine.ts';
import { eventsOf, fieldsOf } from '../simulate/event-records.ts';
import { addRecord, emptyFingerprint } from '../simulate/fingerprint.ts';
import { besideValue } from '../simulate/metric-records.ts';
import { metricOf } from '../simulate/signal.ts';
import { variablesOf } from '../simulate/variables.ts';
import { type Compared, evenly } from './groups.ts';
import { Measuring } from './measure.ts';
import type { SeriesPair } from './model.ts';

/** Of more series, so many are looked at. */
const SAMPLE = 400;

/**
 * @param pairs of events, and of metrics that no group measures
 * @param known of those that were measured
 */
export function stillOf(
  pairs: readonly SeriesPair[],
  known: ReadonlySet<SeriesPair>,
  compared: Compared,
): ReadonlySet<SeriesPair> {
  const still = new Set(known);
  for (const pair of evenly(pairs, SAMPLE)) {
    if (recordsOf(compared, pair, 'old') === recordsOf(compared, pair, 'new')) still.add(pair);
  }
  return still;
}

/** Of pairs of metrics whose values are the same: those whose records say other things beside them, such as a unit. */
export function toldOtherwise(pairs: Iterable<SeriesPair>, { plans, engines }: Compared): ReadonlySet<SeriesPair> {
  const told = new Set<SeriesPair>();
  const beside = (plan: Plan, engine: Engine, stream: string, id: AssetId, name: MetricName): string => {
    const asset = engine.find(id)!;
    const metric = metricOf(plan.scenario, asset, name)!;
    return canonical(besideValue(engine, writtenStream(plan, stream), asset, metric));
  };
  for (const pair of pairs) {
    const { stream, asset, metric } = pair;
    if (metric.old === null || metric.new === null || metric.old !== metric.new || asset.old !== asset.new) continue;
    const old = beside(plans.old, engines.old, stream.old, asset.old, metric.old);
    if (old !== beside(plans.new, engines.new, stream.new, asset.new, metric.new)) told.add(pair);
  }
  return told;
}

function recordsOf({ plans, engines, periods, room }: Compared, pair: SeriesPair, which: 'old' | 'new'): string {
  const [plan, engine, period] = [plans[which], engines[which], periods[which]];
  const asset = engine.find(pair.asset[which])!;
  const metric = pair.metric[which];
  if (metric !== null) {
    const measuring = new Measuring(room);
    measuring.add(engine, asset, metric, period);
    return JSON.stringify(measuring.fingerprint);
  }
  const sum = emptyFingerprint();
  for (const event of eventsOf(engine, writtenStream(plan, pair.stream[which]), asset, period, [])) {
    addRecord(sum, { ...variablesOf(event), fields: fieldsOf(engine, asset, event) });
  }
  return JSON.stringify(sum);
}
