import type { Draw, Reference } from '../../model/draw.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import type { Rule } from './rule.ts';

type Group = 'data' | 'tags' | 'fields';

/** `$data.x`, `$tags.x` and `$fields.x` name something that an asset has. */
export const references: Rule = {
  whole: true,
  check({ found, assets }) {
    const has = (group: Group, key: string) => assets.some(({ value }) => Object.hasOwn(value[group], key));
    for (const { value, at } of found.draws) {
      for (const { name } of referencesOf(value)) {
        const [, group, key] = /^(?:parent\.)?(data|tags|fields)\.(.+)$/.exec(name) ?? [];
        if (group === undefined || key === undefined) continue;
        if (!has(group as Group, key)) {
          const legal = new Set(assets.flatMap(({ value }) => Object.keys(value[group as Group])));
          const names = [...legal].map((other) => `$${name.slice(0, name.length - key.length)}${other}`);
          at.error('unknown-reference', `No asset has ${quote(`${group}.${key}`)}`, didYouMean(`$${name}`, names));
        }
      }
    }
  },
};

/** What a draw refers to; the draws inside of it apart. */
export function referencesOf(draw: Draw): Reference[] {
  if (draw.kind === 'reference') return [draw];
  return draw.kind === 'template' ? draw.parts.filter((part) => typeof part !== 'string') : [];
}
