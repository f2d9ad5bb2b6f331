/** Every episode and every layer, with its place in the files and the assets that it concerns. */
import type { Episode, Layer } from '../../model/scenario.ts';
import type { At } from '../normalise/at.ts';
import type { Written } from '../normalise/definitions.ts';
import { isMapping } from '../normalise/text.ts';
import type { Member } from './members.ts';
import { perContext } from './per-context.ts';

export interface PlacedEpisode {
  readonly episode: Episode;
  readonly at: At;
  /** The definition that it stands in, as it is written. */
  readonly root: Written;
  /** The key under which its length is written. */
  readonly lengthKey: 'for' | 'repair';
  /** The assets that it happens to. */
  assets(): readonly Member[];
}

/** Episodes of the scenario, of its short forms and of patterns; what jobs stand for apart. Many rules ask. */
export const placedEpisodes = perContext((context): readonly PlacedEpisode[] => {
  const users = usersIn(context);
  return [
    ...context.episodes
      .filter(({ written }) => written.at.section !== 'streams')
      .map(({ value, written }): PlacedEpisode => {
        const { at } = written;
        const lengthKey = at.section === 'reliability' ? 'repair' : 'for';
        return { episode: value, at, root: written, lengthKey, assets: () => context.selected(value.select) };
      }),
    ...context.patterns.flatMap(({ value, written }) =>
      value.episodes.map((episode, i): PlacedEpisode => {
        const at = written.at.below('episodes', i);
        return { episode, at, root: written, lengthKey: 'for', assets: () => users(value.name) };
      }),
    ),
  ];
});

export interface PlacedLayer {
  readonly layer: Layer;
  readonly at: At;
  /** The definition that it stands in, as it is written. */
  readonly root: Written;
  /** The list that it stands in, and its index there. */
  readonly list: readonly Layer[];
  readonly index: number;
  /** A pattern's metric, an episode's effect, or a rate; layers of a group stand where the group stands. */
  readonly where: 'metric' | 'episode' | 'rate';
  readonly inGroup: boolean;
  /** Null for a rate. */
  readonly metric: string | null;
  assets(): readonly Member[];
}

/** Layers of patterns, episodes, rates and groups. Many rules ask. */
export const placedLayers = perContext((context): readonly PlacedLayer[] => {
  const placed: PlacedLayer[] = [];
  const users = usersIn(context);
  for (const { value, written } of context.patterns) {
    const assets = () => users(value.name);
    for (const [metric, { layers }] of Object.entries(value.metrics)) {
      const at = written.at.below('metrics', metric, 'layers');
      addWithin(placed, layers, at, { root: written, where: 'metric', metric, assets, inGroup: false });
    }
  }
  for (const { episode, at, root, assets } of placedEpisodes(context)) {
    const owner = { root, assets, inGroup: false };
    for (const [metric, layers] of Object.entries(episode.metrics))
      addWithin(placed, layers, at.below('metrics', metric), { ...owner, where: 'episode', metric });
    const { timing } = episode.schedule;
    if (timing.kind === 'signal')
      addWithin(placed, timing.layers, at.below('rate', 'layers'), { ...owner, where: 'rate', metric: null });
  }
  return placed;
});

function addWithin(
  placed: PlacedLayer[],
  list: readonly Layer[],
  at: At,
  owner: Omit<PlacedLayer, 'layer' | 'at' | 'list' | 'index'>,
): void {
  for (const [index, layer] of list.entries()) {
    const here = at.below(index);
    const { root, where, inGroup, metric, assets } = owner;
    placed.push({ layer, at: here, root, list, index, where, inGroup, metric, assets });
    const inner = layer.values['layers'];
    if (Array.isArray(inner)) addWithin(placed, inner as Layer[], here.below('layers'), { ...owner, inGroup: true });
  }
}

/** What is written at a place below a definition. */
export function writtenBelow({ written, at: top }: Written, at: At): unknown {
  return at.path.slice(top.path.length).reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return (value as unknown[])[Number(step)];
    return isMapping(value) ? value[step] : undefined;
  }, written);
}

/** Assets by the patterns that they use. */
export const usersIn = perContext(({ members }): ((pattern: string) => readonly Member[]) => {
  const users = new Map<string, Member[]>();
  for (const member of members) {
    for (const pattern of member.definition.patterns) {
      const known = users.get(pattern);
      if (known === undefined) users.set(pattern, [member]);
      else known.push(member);
    }
  }
  return (pattern) => users.get(pattern) ?? [];
});
