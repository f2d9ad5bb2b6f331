import { didYouMean, quote } from '../diagnostics/words.ts';
import { itemOf } from './births.ts';
import { isMapping } from '../normalise/text.ts';
import type { Rule } from './rule.ts';

/** A stream of events has records: its episodes happen to an asset that it selects. */
export const streamEvents: Rule = {
  whole: true,
  check({ streams, selected, episodes, patterns }) {
    const all = [
      ...episodes.map(({ value }) => ({ episode: value, assets: () => new Set(selected(value.select)) })),
      ...patterns.flatMap(({ value }) =>
        value.episodes.map((episode) => ({
          episode,
          assets: () => new Set(selected(null).filter(({ definition }) => definition.patterns.includes(value.name))),
        })),
      ),
    ];
    for (const { value, written } of streams) {
      if (value.events === null || value.role?.kind === 'jobs') continue;
      if (value.events.kind === 'incidents') {
        if (!all.some(({ episode }) => episode.state !== null || episode.label !== null))
          written.at
            .below('kind')
            .warning(
              'empty-stream',
              'No episode has a state or a label: there will be no incidents',
              'Give an episode a `state` or a `label`, or remove the stream',
            );
        continue;
      }
      const assets = selected(value.select);
      const names = isMapping(written.written) ? written.written['of'] : [];
      for (const [i, name] of (Array.isArray(names) ? (names as unknown[]) : [names]).entries()) {
        const meant = all.filter(({ episode }) => episode.id === name || episode.label === name);
        if (meant.length === 0 || meant.some((one) => assets.some((asset) => one.assets().has(asset)))) continue;
        const here = all.filter((one) => assets.some((asset) => one.assets().has(asset))).map((one) => one.episode.id);
        itemOf(written.at.below('of'), i).error(
          'empty-stream',
          `The episode ${quote(name)} happens to no asset of this stream`,
          didYouMean(name, here, 'Episodes here'),
        );
      }
    }
  },
};
