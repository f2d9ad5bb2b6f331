/** From the command line to what a preview shows. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Asset, Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { MetricName } from '../../model/units.ts';
import { createPlan } from '../../plan/plan.ts';
import { count, plural } from '../../report/numbers.ts';
import type { Engine } from '../../simulate/engine.ts';
import { createSimulation } from '../../simulate/simulation.ts';
import type { Statistics } from '../../simulate/statistics.ts';
import { parseParameters, planOptions, type TimeFlags } from '../options.ts';
import { openScenario } from '../scenario.ts';
import { metricsOf, previewAsset, previewEvents, previewJobs, previewSeries } from './build.ts';
import { chooseAssets, type Wanted } from './choose.ts';
import type { LeftOut, Preview } from './data.ts';

export interface PreviewFlags extends TimeFlags {
  readonly param?: readonly string[] | undefined;
  readonly asset?: readonly string[] | undefined;
  readonly metric?: readonly string[] | undefined;
}

/** How much is shown at the most. */
export interface Room {
  readonly assets: number;
  readonly series: number;
}

export interface Previewed {
  readonly preview: Preview;
  /** Of the assets that are shown; made when it is asked for. */
  statistics(): Statistics;
  readonly warnings: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Plans only the assets that are shown: what they are and hold is as in the whole.
 * @param clock what the machine's clock reads
 */
export function preview(file: string, flags: PreviewFlags, clock: number, room: Room): Previewed {
  const { scenario, warnings, texts } = openScenario(file, parseParameters(flags.param ?? []), flags.days);
  const options = planOptions(flags, scenario, clock);
  const wanted: Wanted = { assets: flags.asset ?? null, metrics: flags.metric ?? null };
  const chosen = chooseAssets(scenario, options.seed ?? scenario.seed, wanted, room.assets);
  const plan = createPlan(scenario, { ...options, assets: chosen.assets.map(({ id }) => id) });
  const simulation = createSimulation(plan);
  const { engine } = simulation;

  const candidates = seriesOf(engine, plan, wanted.metrics);
  const shown = chooseSeries(scenario, candidates, room.series);
  const whole = wanted.metrics === null;
  const made: Preview = {
    plan,
    total: { assets: chosen.total, series: candidates.length },
    assets: plan.assets.map((asset) => previewAsset(engine, plan, asset)),
    series: shown.flatMap(({ asset, metric }) => previewSeries(engine, plan, asset, metric) ?? []),
    // Who asks for a metric does not ask for jobs.
    jobs: whole ? previewJobs(engine, plan) : [],
    events: whole ? previewEvents(engine, plan) : [],
    leftOut: leftOut(file, plan, chosen.total, candidates, shown),
  };
  return { preview: made, statistics: () => simulation.statistics(), warnings, texts };
}

interface Candidate {
  readonly asset: Asset;
  readonly metric: MetricName;
}

/** What was asked for, else what goes into streams. */
function seriesOf(engine: Engine, plan: Plan, wanted: readonly MetricName[] | null): readonly Candidate[] {
  return plan.assets.flatMap((asset) =>
    (wanted?.filter((name) => engine.signal(asset, name) !== undefined) ?? metricsOf(plan, asset)).map((metric) => ({
      asset,
      metric,
    })),
  );
}

/** First one of each metric of each pattern, then the others, in the order of the file. */
function chooseSeries(scenario: Scenario, all: readonly Candidate[], most: number): readonly Candidate[] {
  if (all.length <= most) return all;
  const kinds = new Set<string>();
  const first: Candidate[] = [];
  for (const candidate of all) {
    const { asset, metric } = candidate;
    const pattern = asset.patterns.find((name) => scenario.patterns[name]?.metrics[metric] !== undefined);
    const kind = JSON.stringify([pattern, metric]);
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    first.push(candidate);
  }
  const chosen = new Set([...new Set([...first, ...all])].slice(0, most));
  return all.filter((candidate) => chosen.has(candidate));
}

function leftOut(
  file: string,
  { assets }: Plan,
  total: number,
  all: readonly Candidate[],
  shown: readonly Candidate[],
): readonly LeftOut[] {
  const found: LeftOut[] = [];
  if (total > assets.length) {
    // A pattern of theirs: it finds more of the kind.
    const pattern = `'${assets[0]?.id.replaceAll(/\d+/g, '*') ?? '*'}'`;
    found.push({
      what: `${plural(total - assets.length, 'asset')} of ${count(total)}`,
      see: `seedctl preview ${file} --asset ${pattern}`,
    });
  }
  const [other] = all.filter((candidate) => !shown.includes(candidate));
  if (other !== undefined) {
    found.push({
      what: `${plural(all.length - shown.length, 'series', 'series')} of ${count(all.length)} of these assets`,
      see: `seedctl preview ${file} --asset ${other.asset.id} --metric ${other.metric}`,
    });
  }
  return found;
}
