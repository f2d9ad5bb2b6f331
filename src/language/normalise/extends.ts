/**
 * Included definitions as the scenario changes them. What is written there is laid over what is included: blocks and
 * maps key by key, items with an id by their id, layers after layers; everything else takes the place of what was there.
 */
import type { FieldShape, Fields } from '../../model/field.ts';
import type { Place } from '../../model/diagnostic.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import { drawFields, drawKinds } from '../grammar/draw.ts';
import { scenarioFields } from '../grammar/root.ts';
import type { Path, Source } from '../source.ts';
import type { At } from './at.ts';
import type { Written } from './definitions.ts';
import { timingKeys } from './schedule.ts';
import { isMapping, type Mapping } from './text.ts';

/** Keys of which a block has one: who writes another means it in place of the first. */
const ALTERNATIVES: readonly (readonly string[])[] = [['decimals', 'resolution'], drawKinds];

/** Keys of a timing that say when; the others go with them. */
const WHEN = ['every', 'rate', 'uptime', 'after'] as const;

/** The name of what a definition changes; null for one that stands alone. */
export function extendedName({ written }: Written): string | null {
  return isMapping(written) && typeof written['extends'] === 'string' ? written['extends'] : null;
}

/** An included definition with what the scenario writes over it; null, with a problem, where there is none. */
export function extend(section: string, over: Written, included: ReadonlyMap<string, Written>): Written | null {
  const name = extendedName(over)!;
  const base = included.get(name);
  if (base === undefined) {
    const hint = didYouMean(name, [...included.keys()], 'Included');
    over.at
      .below('extends')
      .error(
        'unknown-definition',
        `No include defines ${quote(name)} below \`${section}\``,
        hint ?? 'Only what is included can be extended: `include` the file that defines it',
      );
    return null;
  }
  const own = over.at.path.at(-1);
  if (section === 'patterns' && own !== name && isMapping(base.written) && base.written['episodes'] !== undefined) {
    const message = `${quote(own)} would repeat the episodes of ${quote(name)}, whose ids may be there only once`;
    over.at.below('extends').error('duplicate-episode', message, `Change it below its own name: \`${name}: …\``);
    return null;
  }
  const places = new Map<string, At>();
  const written = merge(shapeOf(section), base, over, false, [], places);
  return { written, at: over.at.over(new MergedSource(over.at, places)) };
}

function shapeOf(section: string): FieldShape {
  const field = (scenarioFields as Fields)[section]!;
  const { items } = field as Extract<FieldShape, { type: 'map' | 'list' }>;
  return items.type === 'draw' ? { type: 'object', fields: drawFields(items.of) } : items;
}

/** `places` gets the origin of every part, by its path from the definition. */
function merge(
  shape: FieldShape,
  base: Written,
  over: Written,
  anew: boolean,
  path: Path,
  places: Map<string, At>,
): unknown {
  places.set(JSON.stringify(path), over.at);
  const [below, above] = [base.written, over.written];
  if (isMapping(below) && isMapping(above)) {
    if (shape.type === 'object') {
      const replace = anew || above['replace'] === true;
      return byKey((key) => shape.fields[key], kept(shape.fields, below, above), base, over, replace, path, places);
    }
    if (shape.type === 'map') return byKey(() => shape.items, below, base, over, anew, path, places);
  }
  if (!Array.isArray(below) || !Array.isArray(above)) return above;
  const at = (i: number): Path => [...path, i];
  const take = ({ written, at: origin }: Written, i: number): unknown => {
    places.set(JSON.stringify(at(i)), origin);
    return written;
  };
  if (shape.type === 'layers' && !anew) return [...itemsOf(base), ...itemsOf(over)].map(take);
  if (shape.type !== 'list' || shape.items.type !== 'object' || !Object.hasOwn(shape.items.fields, 'id')) return above;
  // Items with an id: those that are there already are changed where they stand, others follow.
  const { items } = shape;
  const changes = itemsOf(over);
  const lower = itemsOf(base);
  const changed = lower.map((item, i) => {
    const change = changes.find((other) => idOf(other) !== null && idOf(other) === idOf(item));
    return change === undefined ? take(item, i) : merge(items, item, change, anew, at(i), places);
  });
  const more = changes.filter((item) => !lower.some((other) => idOf(other) === idOf(item)));
  return [...changed, ...more.map((item, i) => take(item, changed.length + i))];
}

function byKey(
  shape: (key: string) => FieldShape | undefined,
  below: Mapping,
  base: Written,
  over: Written,
  anew: boolean,
  path: Path,
  places: Map<string, At>,
): Mapping {
  const above = over.written as Mapping;
  const merged = Object.create(null) as { [key: string]: unknown };
  for (const key of new Set([...Object.keys(below), ...Object.keys(above)])) {
    if (key === 'extends' || key === 'replace') continue;
    const [lower, upper] = [base, over].map(({ written, at }) => ({
      written: (written as Mapping)[key],
      at: at.below(key),
    }));
    const inside = [...path, key];
    const field = shape(key);
    if (Object.hasOwn(below, key) && Object.hasOwn(above, key) && field !== undefined) {
      merged[key] = merge(field, lower!, upper!, anew, inside, places);
      continue;
    }
    const taken = Object.hasOwn(above, key) ? upper! : lower!;
    places.set(JSON.stringify(inside), taken.at);
    merged[key] = taken.written;
  }
  return merged;
}

/** What of the included block stays: not what the scenario says in another way. */
function kept(fields: Fields, below: Mapping, above: Mapping): Mapping {
  const gone = new Set<string>();
  for (const group of ALTERNATIVES) {
    if (group.some((key) => Object.hasOwn(above, key) && Object.hasOwn(fields, key)))
      for (const key of group) gone.add(key);
  }
  if (Object.values(fields).some(({ type }) => type === 'schedule')) {
    const other = WHEN.some((key) => Object.hasOwn(above, key) && !Object.hasOwn(below, key));
    const instants = Object.hasOwn(above, 'at') && !Object.hasOwn(below, 'every') && !Object.hasOwn(below, 'at');
    if (other || instants) for (const key of timingKeys) if (key !== 'during') gone.add(key);
  }
  return Object.fromEntries(Object.entries(below).filter(([key]) => !gone.has(key) || Object.hasOwn(above, key)));
}

const idOf = ({ written }: Written): unknown => (isMapping(written) ? (written['id'] ?? null) : null);

const itemsOf = ({ written, at }: Written): Written[] =>
  (written as unknown[]).map((item, i) => ({ written: item, at: at.below(i) }));

/** Places of parts that come from two files. */
class MergedSource implements Pick<Source, 'file' | 'place' | 'within'> {
  readonly file: string;
  readonly #root: Path;
  readonly #places: ReadonlyMap<string, At>;

  constructor(over: At, places: ReadonlyMap<string, At>) {
    this.file = over.source.file;
    this.#root = over.path;
    this.#places = places;
  }

  place(path: Path, part?: 'key' | 'value'): Place {
    const { source, path: own } = this.#origin(path);
    return source.place(own, part);
  }

  within(path: Path, from: number, to: number): Place {
    const { source, path: own } = this.#origin(path);
    return source.within(own, from, to);
  }

  /** The nearest part around it whose origin is known. */
  #origin(path: Path): Pick<At, 'source' | 'path'> {
    const inside = path.slice(this.#root.length);
    for (let length = inside.length; length >= 0; length--) {
      const at = this.#places.get(JSON.stringify(inside.slice(0, length)));
      if (at !== undefined) return { source: at.source, path: [...at.path, ...inside.slice(length)] };
    }
    throw new Error('the definition itself has a place');
  }
}
