import { didYouMean, quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import type { Member } from './members.ts';
import { sourcesOf } from './kinds.ts';
import { placedLayers } from './places.ts';
import type { Context, Rule } from './rule.ts';

/** The asset whose metric a layer follows is there, and has the metric. */
export const followed: Rule = {
  whole: true,
  check(context) {
    for (const { layer, at, assets } of placedLayers(context)) {
      if (layer.kind === 'group') continue;
      for (const { metric, of } of sourcesOf(layer)) {
        if (of === 'self' || !context.names.metric.has(metric)) continue;
        if (of === 'parent') ofParents(metric, at, assets(), context);
        else ofAsset(metric, of, at, context);
      }
    }
    for (const { value, at } of context.found.conditions) {
      if (value.kind !== 'state' || value.of !== 'parent' || at.section !== 'patterns') continue;
      const users = context.members.filter(({ definition }) => definition.patterns.includes(String(at.path[1])));
      if (users.length > 0 && users.every(({ parent }) => parent === null))
        at.below('of').error('no-parent', 'No asset with this pattern has a parent', 'Give one a `parent`');
    }
  },
};

function ofParents(metric: string, at: At, assets: readonly Member[], { byId, metric: find }: Context): void {
  const orphan = assets.find(({ parent }) => parent === null);
  if (orphan !== undefined) {
    at.below('of').error(
      'no-parent',
      `${quote(orphan.id)} has no parent whose ${quote(metric)} it could follow`,
      'Give each asset with this layer a `parent`, or write the id of an asset',
    );
    return;
  }
  // Assets of one fleet have parents of few kinds: what one parent lacks is said once.
  const parents = new Map(assets.map(({ parent }) => [byId.get(parent!)?.definition, byId.get(parent!)]));
  for (const parent of parents.values()) {
    if (parent === undefined || find(parent, metric) !== undefined) continue;
    missing(metric, parent, at);
    return;
  }
}

function ofAsset(metric: string, id: string, at: At, { byId, metric: find }: Context): void {
  const asset = byId.get(id);
  if (asset === undefined) {
    at.below('of').error(
      'unknown-asset',
      `There is no asset ${quote(id)}`,
      didYouMean(id, ['self', 'parent', ...byId.keys()], 'Write self, parent or an asset'),
    );
  } else if (find(asset, metric) === undefined) missing(metric, asset, at);
}

function missing(metric: string, { id, definition }: Member, at: At): void {
  const hint = definition.patterns.length === 0 ? 'It has no pattern' : null;
  at.below('metric').error('metric-missing', `The asset ${quote(id)} has no metric ${quote(metric)} to follow`, hint);
}
