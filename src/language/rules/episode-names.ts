import { didYouMean, quote } from '../diagnostics/words.ts';
import type { Since } from '../../model/field.ts';
import type { At } from '../normalise/at.ts';
import { itemOf } from './births.ts';
import type { Member } from './members.ts';
import { placedEpisodes, placedLayers, type PlacedEpisode } from './places.ts';
import type { Context, Rule } from './rule.ts';

/** What follows an episode, or counts from one, is on an asset to which that episode happens; it is named by its id. */
export const episodeNames: Rule = {
  whole: true,
  check(context) {
    const happening = happeningOn(context);
    const absent = (name: string, at: () => At, assets: readonly Member[], ancestors = false): void => {
      // An unknown name is reported as such.
      if (!context.names.episode.has(name)) return;
      const owners = happening.byId.get(name);
      if (owners === undefined) return labelled(name, at(), happening.all);
      const there = assets.some((asset) => withAncestors(asset, ancestors, context).some((one) => owners.has(one)));
      if (there || assets.length === 0) return;
      const which = assets.length === 1 ? quote(assets[0]!.id) : 'any of these assets';
      at().error(
        'episode-elsewhere',
        `The episode ${quote(name)} does not happen to ${which}`,
        'Select the same assets in both episodes',
      );
    };
    for (const { episode, at, assets } of placedEpisodes(context)) {
      const { timing } = episode.schedule;
      if (timing.kind !== 'after') continue;
      for (const { name, at: place } of usesBelow(at.below('after'), context))
        absent(name, () => place, assets(), episode.select !== null);
    }
    for (const { layer, at, assets } of placedLayers(context)) {
      const since = Array.isArray(layer.values['since']) ? (layer.values['since'] as Since[]) : [];
      for (const [i, source] of since.entries())
        if ('episode' in source) absent(source.episode, () => itemOf(at.below('since'), i), assets());
      const until = layer.kind === 'ramp' ? (layer.values['until'] as string | null) : null;
      if (until === null) continue;
      if (context.names.episode.has(until)) absent(until, () => at.below('until'), assets());
      else unknown(until, at.below('until'), happening.all);
    }
  },
};

interface Happening {
  readonly all: readonly PlacedEpisode[];
  readonly byId: ReadonlyMap<string, ReadonlySet<Member>>;
}

function happeningOn(context: Context): Happening {
  const all = placedEpisodes(context);
  const byId = new Map<string, Set<Member>>();
  const add = (id: string, assets: readonly Member[]): void => {
    const known = byId.get(id) ?? new Set<Member>();
    byId.set(id, known);
    for (const asset of assets) known.add(asset);
  };
  for (const { episode, assets } of all) add(episode.id, assets());
  for (const { value, written } of context.episodes)
    if (written.at.section === 'streams') add(value.id, context.selected(value.select));
  return { all, byId };
}

function withAncestors(member: Member, climb: boolean, { byId }: Context): Member[] {
  const found = [member];
  for (let id = climb ? member.parent : null; id !== null && found.length < 100;) {
    const parent = byId.get(id);
    if (parent === undefined) break;
    found.push(parent);
    id = parent.parent;
  }
  return found;
}

const usesBelow = (at: At, { found }: Context) =>
  found.uses.filter(
    ({ namespace, at: { source, path } }) =>
      namespace === 'episode' && source.file === at.source.file && at.path.every((step, i) => path[i] === step),
  );

function labelled(name: string, at: At, all: readonly PlacedEpisode[]): void {
  const owner = all.find(({ episode }) => episode.label === name);
  const ids = all.map(({ episode }) => episode.id);
  const message =
    owner === undefined
      ? `There is no episode ${quote(name)}`
      : `${quote(name)} is the label of the episode ${quote(owner.episode.id)}, not its id`;
  at.error(
    'unknown-episode',
    message,
    owner === undefined ? didYouMean(name, ids, 'Episodes') : `Write ${quote(owner.episode.id)}`,
  );
}

function unknown(name: string, at: At, all: readonly PlacedEpisode[]): void {
  const ids = all.map(({ episode }) => episode.id);
  at.error(
    'unknown-episode',
    `There is no episode ${quote(name)}`,
    didYouMean(name, ids, 'Episodes') ?? 'The scenario defines no episode',
  );
}
