import type { Since } from '../../model/field.ts';
import type { Schedule } from '../../model/timing.ts';
import { quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import type { Member } from './members.ts';
import { placedEpisodes, placedLayers } from './places.ts';
import type { Rule } from './rule.ts';

/** What is counted from a birth needs one: an asset without `from` has always been. */
export const births: Rule = {
  whole: true,
  check(context) {
    const born = (schedule: Schedule | null | undefined, at: At, assets: () => readonly Member[]): void => {
      const timing = schedule?.timing;
      if (timing?.kind === 'period' && timing.origin === 'birth') check(() => at.below('origin'), assets());
    };
    for (const { episode, at, assets } of placedEpisodes(context)) born(episode.schedule, at, assets);
    for (const { layer, at, assets } of placedLayers(context)) {
      born(layer.values['schedule'] as Schedule | null | undefined, at, assets);
      for (const [i, source] of sources(layer.values).entries())
        if (source.kind === 'birth') check(() => itemOf(at.below('since'), i), assets());
    }
  },
};

const sources = ({ since }: { readonly [field: string]: unknown }): readonly Since[] =>
  Array.isArray(since) ? (since as Since[]) : [];

function check(at: () => At, assets: readonly Member[]): void {
  const unborn = assets.find(({ definition }) => definition.from === null);
  if (unborn === undefined) return;
  const message = `${quote(unborn.id)} has no birth: it has always been there`;
  at().error('no-birth', message, 'Give each asset of it a `from`, or count from something else');
}

/** One of a list, or the one that stands without brackets. */
export function itemOf(at: At, i: number): At {
  const [key, item] = [at.place('key'), at.below(i).place()];
  return key.line === item.line && key.column === item.column ? at : at.below(i);
}
