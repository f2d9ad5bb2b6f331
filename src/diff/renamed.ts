/** What is called otherwise, and is the same by its definition. */
import type { Edit } from '../language/edits/edits.ts';
import type { Plan, Series } from '../model/plan.ts';
import type { AssetId } from '../model/units.ts';

export interface Renamed {
  readonly assets: readonly { readonly old: AssetId; readonly new: AssetId }[];
  /** The id that a series of the new plan had. */
  oldSeries(series: Series): string;
  oldStream(id: string): string;
  oldMetric(name: string): string;
}

export function renamedBy(edits: readonly Edit[], old: Plan, now: Plan): Renamed {
  const names = (section: string, part: boolean) =>
    new Map(
      edits
        .filter((edit) => edit.kind === 'renamed' && edit.section === section && (edit.part !== null) === part)
        .map(({ name, part: inner, was }) => [inner ?? name!, was!]),
    );
  const metrics = new Map([...names('metrics', false), ...names('patterns', true)]);
  const streams = names('streams', false);
  const assets = assetsRenamed(names('assets', false), old, now);
  const oldOf = new Map(assets.map((one) => [one.new, one.old]));
  const ids = new Map(
    old.streams.flatMap(({ series }) =>
      series.map((one) => [JSON.stringify([one.asset, one.metric]), one.id] as const),
    ),
  );
  const oldMetric = (name: string): string => metrics.get(name) ?? name;
  return {
    assets,
    oldSeries: ({ id, asset, metric }) => {
      const before = [oldOf.get(asset) ?? asset, metric === null ? null : oldMetric(metric)];
      return before[0] === asset && before[1] === metric ? id : (ids.get(JSON.stringify(before)) ?? id);
    },
    oldStream: (id) => (old.streams.some((stream) => stream.id === id) ? id : (streams.get(id) ?? id)),
    oldMetric,
  };
}

/** Of a fleet, member by member: templates are filled in the same order on both sides. */
function assetsRenamed(names: ReadonlyMap<string, string>, old: Plan, now: Plan): Renamed['assets'] {
  const found: { old: AssetId; new: AssetId }[] = [];
  for (const [to, from] of names) {
    if (!to.includes('{')) {
      found.push({ old: from, new: to });
      continue;
    }
    const [before, after] = [membersOf(old, from, now), membersOf(now, to, old)];
    if (before.length === after.length) for (const [i, id] of before.entries()) found.push({ old: id, new: after[i]! });
  }
  return found;
}

function membersOf(plan: Plan, template: string, other: Plan): readonly AssetId[] {
  const literal = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  const pattern = new RegExp(
    `^${template
      .split(/\{[^}]*\}/)
      .map(literal)
      .join('.+')}$`,
  );
  const there = new Set(other.assets.map(({ id }) => id));
  return plan.assets.map(({ id }) => id).filter((id) => pattern.test(id) && !there.has(id));
}
