import type { File } from './definitions.ts';
import type { Names } from './reading.ts';
import { isMapping } from './text.ts';

/** What is defined, by the keys and ids that are written. */
export function namesOf(files: readonly File[]): Names {
  const contents = files.map(({ content }) => content);
  const patterns = contents.flatMap(({ patterns: all }) => (isMapping(all) ? Object.values(all) : []));
  const owners = [...contents, ...patterns];
  const names = {
    metric: new Set<string>(),
    calendar: new Set<string>(),
    pattern: new Set<string>(),
    asset: new Set<string>(),
    episode: new Set<string>(),
    trait: new Set<string>(),
    layer: new Set<string>(),
    stream: new Set<string>(),
  };
  addKeys(names.metric, 'metrics', patterns);
  addKeys(names.calendar, 'calendars', contents);
  addKeys(names.pattern, 'patterns', contents);
  addItems(names.asset, 'assets', 'id', contents);
  if (contents.some(({ reliability }) => Array.isArray(reliability) && reliability.length > 0))
    names.episode.add('fault');
  for (const section of ['episodes', 'downtime', 'reliability'])
    for (const key of ['id', 'label']) addItems(names.episode, section, key, owners);
  for (const key of ['id', 'metric']) addItems(names.episode, 'streams', key, contents);
  addKeys(names.trait, 'traits', contents);
  for (const { assets } of contents) if (Array.isArray(assets)) addKeys(names.trait, 'traits', assets);
  return names;
}

function addKeys(names: Set<string>, section: string, owners: readonly unknown[]): void {
  for (const owner of owners) {
    const own = isMapping(owner) ? owner[section] : null;
    if (isMapping(own)) for (const name of Object.keys(own)) names.add(name);
  }
}

function addItems(names: Set<string>, section: string, key: string, owners: readonly unknown[]): void {
  for (const owner of owners) {
    const items = isMapping(owner) ? owner[section] : null;
    if (!Array.isArray(items)) continue;
    for (const item of items as unknown[]) if (isMapping(item) && typeof item[key] === 'string') names.add(item[key]);
  }
}
