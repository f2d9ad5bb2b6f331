import type { Selection } from '../../model/scenario.ts';
import { matches } from '../../timeline/select.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import type { Context, Rule } from './rule.ts';

/** A selection matches something, and so does every id, type and parent in it: nothing is selected by mistake. */
export const selections: Rule = {
  whole: true,
  check(context) {
    const there: There = {
      ids: context.members.map(({ id }) => id),
      types: new Set(context.members.map(({ definition }) => definition.type)),
    };
    for (const { value, at } of context.found.selections) {
      const before = problems(value, at, there, context);
      if (before === 0 && context.selected(value).length === 0) {
        at.error(
          'empty-selection',
          'No asset is selected: none agrees with all of these keys',
          'Each key narrows the selection; remove one',
          'key',
        );
      }
    }
  },
};

interface There {
  readonly ids: readonly string[];
  readonly types: ReadonlySet<string>;
}

const NOTHING: Selection = { ids: null, types: null, tags: null, parents: null, within: null };

function problems(selection: Selection, at: At, { ids, types }: There, context: Context): number {
  let count = 0;
  const each = (
    key: string,
    values: readonly string[] | null,
    isThere: (value: string) => boolean,
    legal: Iterable<string>,
    what: string,
  ) => {
    for (const [i, value] of (values ?? []).entries()) {
      if (isThere(value)) continue;
      count++;
      // A single value may stand without brackets.
      const list = at.source.place([...at.path, key, i]);
      const place =
        list.line === at.below(key).place('key').line && list.column === at.below(key).place('key').column
          ? at.below(key)
          : at.below(key, i);
      place.error(
        'empty-selection',
        `No asset ${what} ${quote(value)}`,
        didYouMean(value, legal, key === 'type' ? 'Types' : 'Assets'),
      );
    }
  };
  each(
    'ids',
    selection.ids,
    (id) => context.byId.has(id) || ids.some((other) => matches(id, other)),
    ids,
    'has the id',
  );
  each('type', selection.types, (type) => types.has(type), types, 'has the type');
  each('parent', selection.parents, (id) => context.byId.has(id), ids, 'has the id');
  each('within', selection.within, (id) => context.byId.has(id), ids, 'has the id');
  for (const [name, values] of Object.entries(selection.tags ?? {})) {
    if (context.selected({ ...NOTHING, tags: { [name]: values } }).length > 0) continue;
    count++;
    at.below('tags', name).error(
      'empty-selection',
      `No asset has the tag ${quote(name)} with ${values.length === 1 ? 'this value' : 'one of these values'}`,
      didYouMean(name, new Set(context.assets.flatMap(({ value }) => Object.keys(value.tags))), 'Tags'),
      'key',
    );
  }
  return count;
}
