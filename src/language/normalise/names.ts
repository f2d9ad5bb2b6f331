import type { File } from './definitions.ts';
import type { Names } from './reading.ts';
import { isMapping } from './text.ts';

/** What is defined, by the keys and ids that are written. */
export function namesOf(files: readonly File[]): Names {
  const keys = (section: string) =>
    files.flatMap(({ content }) => (isMapping(content[section]) ? Object.keys(content[section]) : []));
  const items = (section: string, within: readonly unknown[], key: string) =>
    within.flatMap((owner) => {
      const list = isMapping(owner) ? owner[section] : null;
      return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((item) =>
        isMapping(item) && typeof item[key] === 'string' ? [item[key]] : [],
      );
    });
  const contents = files.map(({ content }) => content);
  const patterns = contents.flatMap(({ patterns: all }) => (isMapping(all) ? Object.values(all) : []));
  const owners = [...contents, ...patterns];
  const reliability = contents.flatMap((content) =>
    Array.isArray(content['reliability']) && content['reliability'].length > 0 ? ['fault'] : [],
  );
  const assetTraits = contents.flatMap(({ assets }) =>
    (Array.isArray(assets) ? (assets as unknown[]) : []).flatMap((asset) =>
      isMapping(asset) && isMapping(asset['traits']) ? Object.keys(asset['traits']) : [],
    ),
  );
  return {
    metric: new Set(
      patterns.flatMap((pattern) =>
        isMapping(pattern) && isMapping(pattern['metrics']) ? Object.keys(pattern['metrics']) : [],
      ),
    ),
    calendar: new Set(keys('calendars')),
    pattern: new Set(keys('patterns')),
    asset: new Set(items('assets', contents, 'id')),
    episode: new Set([
      ...reliability,
      ...['episodes', 'downtime', 'reliability'].flatMap((section) => [
        ...items(section, owners, 'id'),
        ...items(section, owners, 'label'),
      ]),
      ...items('streams', contents, 'id'),
      ...items('streams', contents, 'metric'),
    ]),
    trait: new Set([...keys('traits'), ...assetTraits]),
    layer: new Set(),
    stream: new Set(),
  };
}
