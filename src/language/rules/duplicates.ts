import { quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import type { Rule } from './rule.ts';

/** One id, one thing: assets, episodes and streams. */
export const duplicates: Rule = {
  whole: false,
  check({ members, episodes, patterns, streams }) {
    once(
      'asset',
      members.map(({ id, definition, located: { written } }) => ({
        id,
        at: written.at.below(...(definition.expand === null ? ['id'] : ['expand', 'id'])),
      })),
    );
    const faults = ({ value }: (typeof episodes)[number]) => value.schedule.timing.kind === 'uptime';
    once('episode', [
      // Of several reliabilities for one asset the last holds: they may share their name.
      ...episodes
        .filter((episode) => !faults(episode))
        .map(({ value, written }) => ({ id: value.id, at: idPlace(written.at, written.written) })),
      ...patterns.flatMap(({ value, written }) =>
        value.episodes.map(({ id }, i) => ({ id, at: written.at.below('episodes', i, 'id') })),
      ),
    ]);
    once(
      'stream',
      streams.map(({ value, written }) => ({ id: value.id, at: idPlace(written.at, written.written) })),
    );
  },
};

/** Where the id is written, or its owner. */
function idPlace(at: At, written: unknown): At {
  return typeof written === 'object' && written !== null && Object.hasOwn(written, 'id') ? at.below('id') : at;
}

function once(
  what: 'asset' | 'episode' | 'stream',
  entries: readonly { readonly id: string; readonly at: At }[],
): void {
  const seen = new Map<string, At>();
  const reported = new Set<At['path']>();
  for (const { id, at } of entries) {
    const earlier = seen.get(id);
    if (earlier === undefined) seen.set(id, at);
    else if (!reported.has(at.path)) {
      reported.add(at.path);
      const { file, line } = earlier.place();
      const where = file === at.source.file ? `in line ${String(line)}` : `in ${file}:${String(line)}`;
      at.error(`duplicate-${what}`, `There is another ${what} ${quote(id)}, ${where}`, 'Give each an id of its own');
    }
  }
}
