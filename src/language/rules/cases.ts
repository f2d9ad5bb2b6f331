import type { Case, Draw, Reference } from '../../model/draw.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { didYouMean, listed, quote } from '../diagnostics/words.ts';
import { drawKinds } from '../grammar/draw.ts';
import type { At } from '../normalise/at.ts';
import { notKey } from '../shape/keys.ts';
import { placedEpisodes } from './places.ts';
import type { Context, Rule } from './rule.ts';

/**
 * Every value that a case looks at has its branch; where one lacks it, a branch that is no value is a misspelt one. A
 * branch may also be a misspelt key of the draw itself, or one that only other draws have.
 */
export const cases: Rule = {
  whole: true,
  check(context) {
    for (const { value, at } of context.found.draws) {
      if (value.kind !== 'case') continue;
      const values = valuesOf(value.of, at, context);
      const strange = keys(value, values, at);
      if (values !== null) branches(value, values, strange, at);
    }
  },
};

/** What of the branches is none, but a key. Which values there are is not always known; then few names can be told. */
function keys({ branches: written, of }: Case, values: ReadonlySet<string> | null, at: At): ReadonlySet<string> {
  const own = values === null ? ['decimals'] : ['decimals', 'per'];
  const strange = new Set<string>();
  for (const name of Object.keys(written)) {
    if (values?.has(name) === true) continue;
    const meant = suggest(name, own);
    if (meant === null && (values === null || !OF_OTHER_DRAWS.has(name))) continue;
    strange.add(name);
    const rest = `Each other key is a value of ${quote(`$${of.name}`)}${values === null ? '' : `: ${listed(values, null)}`}`;
    const hint = meant === null || meant === name ? rest : `Did you mean ${quote(meant)}? ${rest}`;
    at.below(name).error('unknown-key', notKey(name, 'a case draw'), hint, 'key');
  }
  return strange;
}

/** Each branch has its own. */
const OF_OTHER_DRAWS: ReadonlySet<string> = new Set([...drawKinds, 'min', 'max', 'options']);

function branches(
  { branches: written, of }: Case,
  values: ReadonlySet<string>,
  strange: ReadonlySet<string>,
  at: At,
): void {
  const absent = [...values].filter((name) => !Object.hasOwn(written, name));
  // Where every value has its branch, one more is for a value that a parameter left out.
  if (absent.length === 0) return;
  const idle = Object.keys(written).filter((name) => !values.has(name) && !strange.has(name));
  // Of many, most are for values that a parameter left out.
  const misspelt = idle.filter((name) => idle.length <= absent.length || suggest(name, absent) !== null);
  for (const name of misspelt) {
    const message = `${quote(`$${of.name}`)} is never ${quote(name)}`;
    at.below(name).error('case-branch', message, didYouMean(name, values, 'Its values'), 'key');
  }
  const severity = idle.length > 0 && misspelt.length === 0 ? 'error' : 'warning';
  const hint = `Add a branch for it${severity === 'error' ? `, or take one that has its own: ${listed(Object.keys(written), null)}` : ''}`;
  at.below('case')[severity](
    'case-branch',
    `Nothing is drawn where ${quote(`$${of.name}`)} is ${listed(absent)}`,
    hint,
  );
}

/** All values that it can have; null where they cannot be told. */
function valuesOf({ of, name }: Reference, at: At, context: Context): Set<string> | null {
  if (of === 'variable') {
    if (name === 'type') return new Set(context.assets.map(({ value }) => value.type));
    const tag = /^tags\.(.+)$/.exec(name)?.[1];
    if (tag === undefined) return null;
    return union(context.assets.flatMap(({ value }) => (Object.hasOwn(value.tags, tag) ? [value.tags[tag]!] : [])));
  }
  if (of === 'trait') {
    const own = context.traits.filter(({ written }) => written.at.path.at(-1) === name).map(({ value }) => value);
    const theirs = context.assets.flatMap(({ value }) =>
      Object.hasOwn(value.traits, name) ? [value.traits[name]!] : [],
    );
    return union([...own, ...theirs]);
  }
  const owner = placedEpisodes(context).find(
    ({ at: place }) => place.source.file === at.source.file && place.path.every((step, i) => at.path[i] === step),
  );
  const draw = owner?.episode.fields[name];
  return draw === undefined ? null : union([draw]);
}

function union(draws: readonly Draw[]): Set<string> | null {
  const all = draws.map(literals);
  return all.length === 0 || all.includes(null) ? null : new Set((all as string[][]).flat());
}

function literals(draw: Draw): string[] | null {
  if (draw.kind === 'constant') return [String(draw.value)];
  if (draw.kind !== 'one_of') return null;
  const all = draw.choices.map(({ value, weight }) => (weight > 0 ? literals(value) : []));
  return all.includes(null) ? null : (all as string[][]).flat();
}
