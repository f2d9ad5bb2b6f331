/** What a scenario speaks of, and what it defines. */
import { isMap, listIn } from './merge.ts';
import { PROPS } from './props.ts';
import type { Written } from './topic.ts';

/** The first of the props that is spoken of, and defined nowhere. */
export function missingIn(whole: Written, taken: ReadonlySet<string>): string | undefined {
  const said = new Set<string>();
  everyWord(whole, said);
  const defined = definedIn(whole);
  return Object.keys(PROPS).find(
    (word) => !taken.has(word) && said.has(word) && !defined.has(word.replaceAll(/[${}]/g, '')),
  );
}

function everyWord(value: unknown, said: Set<string>): void {
  if (typeof value === 'string') for (const word of wordsIn(value)) said.add(word);
  if (Array.isArray(value)) for (const item of value) everyWord(item, said);
  else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      said.add(key);
      everyWord(item, said);
    }
  }
}

function definedIn(whole: Written): ReadonlySet<string> {
  const maps = [whole['calendars'], whole['traits'], whole['parameters'], whole['patterns']];
  const assets = listIn(whole, 'assets');
  const inAssets = assets.flatMap((one) => ['tags', 'data', 'fields', 'traits'].map((key) => one[key]));
  const patterns = Object.values((whole['patterns'] ?? {}) as Written).filter(isMap);
  const metrics = patterns.map((pattern) => pattern['metrics']).filter(isMap);
  const layers = metrics.flatMap((all) => Object.values(all).filter(isMap)).flatMap((one) => listIn(one, 'layers'));
  const happening = ['episodes', 'downtime', 'reliability'].flatMap((key) => listIn(whole, key));
  const within = patterns.flatMap((pattern) => listIn(pattern, 'episodes'));
  return new Set([
    ...[...maps, ...metrics, ...inAssets].flatMap((map) => Object.keys(isMap(map) ? map : {})),
    ...inAssets.flatMap((map) => Object.values(isMap(map) ? map : {})).map(String),
    ...[...assets, ...layers, ...happening, ...within].map(({ id }) => String(id)),
    ...assets.map(({ type }) => String(type)),
    ...(assets.some((one) => one['parent'] !== undefined) ? ['parent'] : []),
  ]);
}

const wordsIn = (text: string): string[] => [text, ...(text.match(/\$\{\w+\}|\$?[A-Za-z_][\w-]*/g) ?? [])];
