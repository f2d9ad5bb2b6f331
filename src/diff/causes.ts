/**
 * Which edit changes which series: each is made alone to the old text, and the digests of the series that differ are
 * taken anew. An edit that means nothing alone is taken back alone from the new text; where that means nothing either,
 * such edits are made together.
 */
import { withEdits } from '../language/edits/apply.ts';
import type { Edit } from '../language/edits/edits.ts';
import { canonical } from '../model/canonical.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { ENGINE } from '../plan/engine-version.ts';
import { createPlan } from '../plan/plan.ts';
import { createReach } from '../plan/reach.ts';
import { createAssets } from '../timeline/assets.ts';
import type { SeriesPair, Side } from './model.ts';

export interface Cause {
  readonly edit: Edit;
  /** Of the pairs that were asked for, those whose values it changes. */
  readonly pairs: ReadonlySet<SeriesPair>;
  readonly effective: boolean;
}

/** In larger scenarios it is not looked at whether an edit that changes no series adds or removes some. */
const LARGE = 1000;

/** @param flags what the command line says of the seed: the same on both sides */
export function causesOf(
  edits: readonly Edit[],
  old: Side,
  now: Side,
  pairs: readonly SeriesPair[],
  flags: { readonly seed: number | undefined },
): readonly Cause[] {
  const differ = (scenario: Scenario, from: keyof SeriesPair['digest']): ReadonlySet<SeriesPair> => {
    const digests = digestsIn(scenario, flags.seed ?? scenario.seed, pairs);
    return new Set(pairs.filter((pair, i) => digests[i] !== pair.digest[from]));
  };
  /** What it does alone: of series, and of what is there. */
  const alone = (scenario: Scenario, side: Side, from: keyof SeriesPair['digest']): Omit<Cause, 'edit'> => {
    const found = differ(scenario, from);
    return { pairs: found, effective: found.size > 0 || shapeDiffers(scenario, side.plan, flags.seed) };
  };
  const isIdle = (scenario: Scenario | null): boolean =>
    scenario !== null && !shapeDiffers(scenario, now.plan, flags.seed);
  const unclear: Edit[] = [];
  const known = new Map<Edit, Omit<Cause, 'edit'>>();
  for (const [i, edit] of edits.entries()) {
    const made = old.understand(withEdits(old.sources, [edit]));
    const others = () =>
      old.understand(
        withEdits(
          old.sources,
          edits.filter((_, other) => other !== i),
        ),
      );
    if (made !== null) {
      const found = alone(made, old, 'old');
      // Beside the others it may have nothing left to do.
      const idle = edits.length > 1 && found.effective && found.pairs.size === 0 && isIdle(others());
      known.set(edit, idle ? { ...found, effective: false } : found);
      continue;
    }
    const rest = others();
    if (rest !== null) known.set(edit, alone(rest, now, 'new'));
    else unclear.push(edit);
  }
  const together = unclear.length === 0 ? null : old.understand(withEdits(old.sources, unclear));
  const joint = together === null ? { pairs: new Set(pairs), effective: true } : alone(together, old, 'old');
  return edits.map((edit) => ({ edit, ...(known.get(edit) ?? joint) }));
}

/** Digests of the pairs' series in a scenario; null where it has no such series. */
function digestsIn(scenario: Scenario, seed: number, pairs: readonly SeriesPair[]): readonly (string | null)[] {
  const { find } = createAssets(scenario, seed);
  const reach = createReach(scenario, ENGINE, seed, find);
  const streams = new Map(scenario.streams.map((stream) => [stream.id, stream]));
  return pairs.map(({ stream: { old: was, new: is }, asset, metric }) => {
    const stream = streams.get(is) ?? streams.get(was);
    const found = find(asset.new) ?? find(asset.old);
    if (stream === undefined || found === undefined) return null;
    if (stream.kind === 'events') return reach.events(found, stream);
    if (stream.kind === 'assets') return reach.asset(found, stream);
    const has = (name: string) => found.patterns.some((pattern) => scenario.patterns[pattern]?.metrics[name]);
    const name = [metric.new!, metric.old!].find(has);
    return name === undefined ? null : reach.metric(found, stream, name);
  });
}

/** Other series, another number of records, other tables. */
function shapeDiffers(scenario: Scenario, plan: Plan, seed: number | undefined): boolean {
  if (plan.assets.length > LARGE) return false;
  const other = createPlan(scenario, { now: plan.now, ...(seed !== undefined && { seed }) });
  const own = createPlan(plan.scenario, { now: plan.now, ...(seed !== undefined && { seed }) });
  return shapeOf(other) !== shapeOf(own);
}

const shapeOf = (plan: Plan): string =>
  canonical([
    plan.digest,
    plan.period,
    plan.step,
    plan.tables,
    plan.streams.map(({ id, records, table, series }) => [id, records, table.name, series.map((one) => one.id)]),
  ]);
