/** The parts of which a scenario is written, each small enough to be the cause of something. */
import { canonical } from '../../model/canonical.ts';
import type { Json } from '../../model/units.ts';
import { inLine } from '../diagnostics/words.ts';
import { isMapping, type Mapping } from '../normalise/text.ts';
import type { Path, Source } from '../source.ts';

/** A definition, or a key of the scenario itself, where it stands. */
export interface Unit {
  /** The key of the file: `assets`, `seed`. */
  readonly section: string;
  /** The user's own name for it; null for a key of the scenario. */
  readonly name: string | null;
  /** False where the name is only how messages speak of it. */
  readonly named: boolean;
  /** A metric or an episode of a pattern. */
  readonly part: string | null;
  readonly source: Source;
  /** The scenario itself, not an include. */
  readonly main: boolean;
  readonly path: Path;
  readonly value: Json;
}

/** Sections whose entries have names, as keys. */
const MAPS = new Set(['parameters', 'calendars', 'metrics', 'traits', 'patterns', 'tables', 'sinks', 'sources']);
/** Sections that are lists. */
export const LISTS: ReadonlySet<string> = new Set([
  ...['assets', 'dependencies', 'downtime', 'reliability', 'episodes', 'streams'],
]);

/** @param sources includes first, the scenario last */
export function unitsOf(sources: readonly Source[]): readonly Unit[] {
  return sources.flatMap((source, i) => {
    const main = i === sources.length - 1;
    const content = isMapping(source.value) ? source.value : {};
    return Object.entries(content).flatMap(([section, value]) => {
      if (section.startsWith('x-')) return [];
      const unit = (name: string | null, named: boolean, path: Path, held: unknown): Unit => {
        return { section, name, named, part: null, source, main, path, value: held as Json };
      };
      if (MAPS.has(section) && isMapping(value)) {
        return Object.entries(value).map(([name, held]) => unit(name, true, [section, name], held));
      }
      if (LISTS.has(section) && Array.isArray(value)) {
        const names = namesIn(section, value as unknown[]);
        return (value as unknown[]).map((held, at) => unit(names[at]!, named(held), [section, at], held));
      }
      if (section === 'time' && isMapping(value)) {
        return Object.entries(value).map(([key, held]) => unit(key, true, [section, key], held));
      }
      return [unit(null, true, [section], value)];
    });
  });
}

const named = (item: unknown): boolean => idOf(item) !== null;

/** Of a fleet the template of its ids. */
function idOf(item: unknown): string | null {
  if (!isMapping(item)) return null;
  const id = isMapping(item['expand']) ? item['expand']['id'] : item['id'];
  return typeof id === 'string' ? id : null;
}

/** Ids; streams without one by their kind and its ordinal, as the language calls them; rules by whom they select. */
function namesIn(section: string, items: readonly unknown[]): readonly string[] {
  const counts = new Map<string, number>();
  return items.map((item) => {
    const id = idOf(item);
    if (id !== null || !isMapping(item)) return id ?? inLine(item);
    const written = section === 'streams' ? item['kind'] : inLine(item['select'] ?? 'all assets');
    const base = typeof written === 'string' ? written : section;
    const ordinal = (counts.get(base) ?? 0) + 1;
    counts.set(base, ordinal);
    return ordinal === 1 ? base : `${base}.${String(ordinal)}`;
  });
}

/** A pattern by its metrics and episodes, and what else it says; what is in both sides is compared part by part. */
export function partsOf(unit: Unit): readonly Unit[] {
  const { value, path, name } = unit;
  if (unit.section !== 'patterns' || !isMapping(value)) return [unit];
  const { metrics, episodes, ...rest } = value as Mapping;
  const part = (called: string, below: Path, held: unknown): Unit => {
    return { ...unit, part: called, path: [...path, ...below], value: held as Json };
  };
  return [
    ...(isMapping(metrics)
      ? Object.entries(metrics).map(([metric, held]) => part(metric, ['metrics', metric], held))
      : []),
    ...(Array.isArray(episodes)
      ? (episodes as unknown[]).map((held, i) =>
          part(
            named(held) ? String((held as Mapping)['id']) : `episode ${String(i + 1)} of ${name!}`,
            ['episodes', i],
            held,
          ),
        )
      : []),
    ...Object.entries(rest).map(([key, held]) => part(key, [key], held)),
  ];
}

/** The same whatever it is called. */
export function withoutName({ section, value }: Unit): string {
  if (!LISTS.has(section) || !isMapping(value)) return canonical(value);
  const { id: _, expand, ...rest } = value as Mapping;
  if (!isMapping(expand)) return canonical(rest);
  const { id: __, ...members } = expand;
  return canonical([rest, members]);
}
