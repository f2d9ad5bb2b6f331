import type { Reference } from '../../model/draw.ts';
import type { AssetDefinition } from '../../model/scenario.ts';
import { quote } from '../diagnostics/words.ts';
import { referencesOf } from './references.ts';
import type { Context, Rule } from './rule.ts';

/** Every asset that uses a pattern has the traits, data and tags that the pattern reads. */
export const attributes: Rule = {
  whole: true,
  check(context) {
    const users = new Map<string, AssetDefinition[]>();
    for (const { value } of context.assets) {
      for (const pattern of value.patterns) {
        const known = users.get(pattern);
        if (known === undefined) users.set(pattern, [value]);
        else known.push(value);
      }
    }
    for (const { value, at } of context.found.draws) {
      if (at.section !== 'patterns') continue;
      for (const reference of referencesOf(value)) {
        const without = (users.get(String(at.path[1])) ?? []).find((asset) => !has(asset, reference, context));
        if (without === undefined) continue;
        const message = `The asset ${quote(without.id)} uses this pattern, and has no ${quote(`$${reference.name}`)}`;
        at.error('missing-attribute', message, 'Give it to each asset that uses the pattern');
      }
    }
  },
};

function has(asset: AssetDefinition, { of, name }: Reference, { definitions, members }: Context): boolean {
  if (of === 'trait') return definitions.traits.has(name) || Object.hasOwn(asset.traits, name);
  const [, parent, group, key] = /^(parent\.)?(data|tags|fields)\.([^.]+)/.exec(name) ?? [];
  if (group === undefined || key === undefined) return true;
  const owner = parent === undefined ? asset : parentOf(asset, members);
  return owner !== undefined && Object.hasOwn(owner[group as 'data' | 'tags' | 'fields'], key);
}

function parentOf(asset: AssetDefinition, members: Context['members']): AssetDefinition | undefined {
  const id = members.find(({ definition }) => definition === asset)?.parent;
  return members.find((member) => member.id === id)?.definition;
}
