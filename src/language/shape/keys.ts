/** Words about keys: strange ones, and those that exclude each other. */
import { suggest } from '../diagnostics/suggest.ts';
import { listed, quote } from '../diagnostics/words.ts';
import type { ObjectSchema, Schema } from './schema.ts';

export function notKey(key: string, noun: string): string {
  return `${quote(key)} is not a key of ${noun}`;
}

export function keyHint(key: string, free: readonly string[], all: readonly string[]): string | null {
  const [name, rest] = key.split(':', 2);
  if (rest !== undefined && all.includes(name!)) return `After the colon there is a space: \`${name!}: ${rest}\``;
  const nearest = suggest(key, free);
  const set = all.length === 0 ? null : `Keys here: ${listed(all, null)}`;
  return nearest === null ? set : `Did you mean ${quote(nearest)}?${set === null ? '' : ` ${set}`}`;
}

export function excludedBy({ not, allOf = [] }: ObjectSchema): readonly string[] {
  const own = typeof not === 'object' ? [...(not.required ?? []), ...(not.anyOf ?? []).flatMap(requiredOf)] : [];
  return [...own, ...allOf.flatMap((part) => (typeof part === 'object' ? excludedBy(part) : []))];
}

function requiredOf(schema: Schema): readonly string[] {
  return typeof schema === 'object' ? (schema.required ?? []) : [];
}
