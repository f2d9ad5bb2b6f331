/** Which fields an episode may speak of: its own, and those of what it follows. */
import { itemsOf, type File, type Written } from './definitions.ts';
import { isMapping, listOf, type Mapping } from './text.ts';

/** All episodes as they are written, those of patterns too, by id. */
export function writtenEpisodes(
  files: readonly File[],
  patterns: Iterable<Written>,
): ReadonlyMap<string, readonly Mapping[]> {
  const found = new Map<string, Mapping[]>();
  const inPatterns = [...patterns].flatMap(({ written, at }) =>
    isMapping(written) ? itemsOf('episodes', [{ content: written, root: at }]) : [],
  );
  for (const { written } of [...itemsOf('episodes', files), ...inPatterns]) {
    if (!isMapping(written) || typeof written['id'] !== 'string') continue;
    found.set(written['id'], [...(found.get(written['id']) ?? []), written]);
  }
  return found;
}

/** Names of fields that `$name` may mean in an episode. */
export function fieldsKnownTo(
  written: unknown,
  episodes: ReadonlyMap<string, readonly Mapping[]>,
): ReadonlySet<string> {
  const fields = new Set<string>();
  const seen = new Set<unknown>();
  const visit = (episode: unknown): void => {
    if (!isMapping(episode) || seen.has(episode)) return;
    seen.add(episode);
    if (isMapping(episode['fields'])) for (const name of Object.keys(episode['fields'])) fields.add(name);
    for (const cause of causesIn(episode['after'])) for (const other of episodes.get(cause) ?? []) visit(other);
  };
  visit(written);
  return fields;
}

function causesIn(after: unknown): string[] {
  const items = isMapping(after) ? listOf(after['all'] ?? after['end_of']) : listOf(after);
  return items.flatMap((item) => (typeof item === 'string' ? [item] : isMapping(item) ? causesIn(item) : []));
}
