/** What a person changed in the text of a scenario, in the language's own words. */
import { canonical } from '../../model/canonical.ts';
import type { Place } from '../../model/diagnostic.ts';
import type { Fields } from '../../model/field.ts';
import type { Json } from '../../model/units.ts';
import { inLine } from '../diagnostics/words.ts';
import { scenarioFields } from '../grammar/root.ts';
import { isMapping } from '../normalise/text.ts';
import type { Path, Source } from '../source.ts';
import { type Change, changesIn } from './changes.ts';
import { type Pair, pairsOf } from './pairs.ts';
import { LISTS, type Unit } from './unit.ts';

export interface Edit {
  /** `extended`: written over what is included. */
  readonly kind: 'changed' | 'added' | 'extended' | 'removed' | 'renamed' | 'reordered';
  /** `asset vm-101`, `pattern load, cpu_usage`, `seed`. */
  readonly subject: string;
  readonly section: string;
  /** In the new text, in the old one where it is gone. */
  readonly name: string | null;
  /** A metric or an episode of the pattern of that name. */
  readonly part: string | null;
  /** What it was called. */
  readonly was: string | null;
  readonly details: readonly Detail[];
  /** Places that name what was renamed, and follow it. */
  readonly references: number;
  /** In the new text; in the old one where it is gone. */
  readonly place: Place;
  /** What must be done to the old text to have this change, and no other. */
  readonly steps: readonly Step[];
}

export interface Detail {
  /** `add 25 → 30`, `rise 5m removed`. */
  readonly key: string;
  /** As flow YAML on one line; null where it is not written. */
  readonly old: string | null;
  readonly new: string | null;
  readonly place: Place;
}

/** A unit of the old text becomes this of the new one; of a reordered section the whole list. */
export type Step =
  | { readonly kind: 'put'; readonly old: Unit | null; readonly new: Unit | null; readonly value: Json }
  | { readonly kind: 'order'; readonly old: readonly Unit[] };

/** @param old and `now`: includes first, the scenario last */
export function editsBetween(old: readonly Source[], now: readonly Source[]): readonly Edit[] {
  const pairs = pairsOf(old, now);
  const renames = new Map<string, string>(
    pairs.flatMap((pair) => (isRename(pair) ? [[nameOf(pair.old), nameOf(pair.new)] as const] : [])),
  );
  const followers = (from: string, to: string): readonly Step[] =>
    pairs.flatMap((pair): Step[] => {
      if (pair.old === null || pair.new === null) return [];
      const value = followed(pair.old.value, pair.new.value, new Map([[from, to]]));
      return value === pair.old.value ? [] : [{ kind: 'put', old: pair.old, new: pair.new, value }];
    });
  const edits = pairs.flatMap((pair): Edit[] => {
    if (isRename(pair)) {
      const steps = followers(nameOf(pair.old), nameOf(pair.new)).filter(
        (step) => step.kind !== 'put' || step.old !== pair.old,
      );
      const own: Step = { kind: 'put', old: pair.old, new: pair.new, value: pair.new.value };
      return [
        { ...head(pair.new, 'renamed'), was: nameOf(pair.old), references: steps.length, steps: [own, ...steps] },
      ];
    }
    const { old: before, new: after } = pair;
    if (before === null || after === null) {
      const unit = (before ?? after)!;
      const steps: Step[] = [{ kind: 'put', old: before, new: after, value: unit.value }];
      const kind = before !== null ? 'removed' : extendsItself(unit) ? 'extended' : 'added';
      return [{ ...head(unit, kind), steps }];
    }
    const changes = changesIn(followed(before.value, after.value, renames), after.value);
    if (changes.length === 0) return [];
    const steps: Step[] = [{ kind: 'put', old: before, new: after, value: after.value }];
    return [{ ...head(after, 'changed'), details: changes.map((change) => detailOf(before, after, change)), steps }];
  });
  return [...edits, ...reordered(pairs)].sort((a, b) => rank(a.section) - rank(b.section));
}

/** Where in the file a reader meets it. */
const SECTIONS = Object.keys(scenarioFields);
const rank = (section: string): number => (SECTIONS.indexOf(section) + SECTIONS.length) % SECTIONS.length;

type Whole = { readonly old: Unit; readonly new: Unit };

const isRename = (pair: Pair): pair is Whole =>
  pair.old !== null && pair.new !== null && (pair.old.named || pair.new.named) && nameOf(pair.old) !== nameOf(pair.new);

const extendsItself = ({ value, name }: Unit): boolean => isMapping(value) && value['extends'] === name;

const nameOf = ({ name, part }: Unit): string => part ?? name ?? '';

const head = (unit: Unit, kind: Edit['kind']): Omit<Edit, 'steps'> => ({
  kind,
  subject: subjectOf(unit),
  section: unit.section,
  name: unit.name,
  part: unit.part,
  was: null,
  details: [],
  references: 0,
  place: unit.source.place(unit.path, 'key'),
});

function subjectOf({ section, name, part }: Unit): string {
  if (name === null) return section;
  const whole = `${nounOf(section)} ${name}`;
  return part === null ? whole : `${whole}, ${part}`;
}

/** Where the language's own word would be misread in front of a name. */
const NOUNS: { readonly [section: string]: string } = { metrics: 'metric', tables: 'set-up of table' };

function nounOf(section: string): string {
  if (Object.hasOwn(NOUNS, section)) return NOUNS[section]!;
  const field = (scenarioFields as Fields)[section];
  const items = field?.type === 'list' || field?.type === 'map' ? field.items : null;
  if (items?.type === 'object' && items.noun !== undefined) return items.noun;
  if (items?.type === 'variant') return items.noun;
  return section.replace(/s$/, '');
}

/** Keys and items that say the new name where the old text has the old one. */
function followed(old: Json, now: Json, renames: ReadonlyMap<string, string>): Json {
  if (renames.size === 0) return old;
  if (typeof old === 'string') return old !== now && renames.get(old) === now ? now : old;
  if (Array.isArray(old) && Array.isArray(now) && old.length === now.length) {
    const [before, after] = [old as readonly Json[], now as readonly Json[]];
    const items = before.map((item, i) => followed(item, after[i]!, renames));
    return items.some((item, i) => item !== before[i]) ? items : before;
  }
  if (!isMapping(old) || !isMapping(now)) return old;
  const entries = Object.entries(old).map(([key, item]) => {
    const called = Object.hasOwn(now, key) ? key : (renames.get(key) ?? key);
    return Object.hasOwn(now, called) ? [called, followed(item, now[called] as Json, renames)] : [key, item];
  });
  const made = Object.assign(Object.create(null) as object, Object.fromEntries(entries)) as Json;
  return canonical(made) === canonical(old) ? old : made;
}

function detailOf(old: Unit, now: Unit, { path, old: before, new: after, at }: Change): Detail {
  const shown = (value: Json | undefined) => (value === undefined ? null : inLine(value));
  const there = (unit: Unit, inside: Path): Place => unit.source.place([...unit.path, ...inside]);
  return {
    key: path
      .map((part, i) => (i === 0 ? part : path[i - 1]!.startsWith('layer ') ? `: ${part}` : `.${part}`))
      .join(''),
    old: shown(before),
    new: shown(after),
    place: after === undefined ? there(old, at.old) : there(now, at.new),
  };
}

/** Lists whose items stand in another order. */
function reordered(pairs: readonly Pair[]): readonly Edit[] {
  return [...LISTS].flatMap((section): Edit[] => {
    const both = pairs.filter((pair): pair is Whole => {
      return pair.old?.section === section && pair.new?.section === section && pair.old.main === pair.new.main;
    });
    const position = ({ path }: Unit): number => path[1] as number;
    const main = both.filter((pair) => pair.new.main).sort((a, b) => position(a.new) - position(b.new));
    if (main.every((pair, i) => i === 0 || position(main[i - 1]!.old) < position(pair.old))) return [];
    const unit = main[0]!.new;
    const place = unit.source.place([section], 'key');
    return [
      {
        ...head({ ...unit, name: null, part: null, path: [section] }, 'reordered'),
        place,
        steps: [{ kind: 'order', old: main.map((pair) => pair.old) }],
      },
    ];
  });
}
