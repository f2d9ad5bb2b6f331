/** Of several shapes that a value may have: which one was meant. */
import { suggest } from '../diagnostics/suggest.ts';
import { typeOf, typesOf } from './expected.ts';
import type { ObjectSchema, Schema } from './schema.ts';

export type Choice =
  /** By its kind, its type or its keys. */
  | { readonly by: 'branch'; readonly branch: ObjectSchema }
  /** Each branch has a kind of its own, and the value has none of these. */
  | { readonly by: 'kind'; readonly kinds: readonly string[] }
  /** Each branch needs a key of its own, and the value has none of these. */
  | { readonly by: 'key'; readonly keys: readonly string[] }
  /** Several shapes for a scalar, or none for this type. */
  | { readonly by: 'nothing'; readonly candidates: readonly ObjectSchema[] };

type Resolve = (schema: Schema) => ObjectSchema;

export function chooseBranch(branches: readonly Schema[], value: unknown, resolve: Resolve): Choice {
  const candidates = flatten(branches, resolve).filter((branch) => accepts(branch, value));
  const [first, second] = candidates;
  if (first === undefined) return { by: 'nothing', candidates: flatten(branches, resolve) };
  if (second === undefined) return { by: 'branch', branch: first };
  if (typeOf(value) === 'object') return byKeys(candidates, value as Readonly<Record<string, unknown>>, resolve);
  return { by: 'nothing', candidates };
}

/** Choices within choices are one choice. */
function flatten(branches: readonly Schema[], resolve: Resolve): ObjectSchema[] {
  return branches.flatMap((branch) => {
    const schema = resolve(branch);
    const inner = schema.anyOf ?? schema.oneOf;
    return inner !== undefined && schema.properties === undefined && schema.required === undefined
      ? flatten(inner, resolve)
      : [schema];
  });
}

function accepts(schema: ObjectSchema, value: unknown): boolean {
  const type = typeOf(value);
  if (schema.const !== undefined) return typeOf(schema.const) === type;
  if (schema.enum !== undefined) return schema.enum.some((item) => typeOf(item) === type);
  const types = typesOf(schema);
  return types === null || types.some((one) => one === type || (one === 'integer' && type === 'number'));
}

function byKeys(branches: readonly ObjectSchema[], value: Readonly<Record<string, unknown>>, resolve: Resolve): Choice {
  const kindsOf = (branch: ObjectSchema): readonly string[] => kinds(branch, resolve);
  if (branches.every((branch) => kindsOf(branch).length > 0)) {
    const meant = branches.find((branch) => kindsOf(branch).includes(value['kind'] as string));
    return meant === undefined ? { by: 'kind', kinds: branches.flatMap(kindsOf) } : { by: 'branch', branch: meant };
  }
  const ranked = branches
    .map((branch, index) => ({ branch, index, score: likeness(branch, value) }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
  const best = ranked[0]!;
  const own = [...new Set(branches.flatMap(({ required = [] }) => required))];
  return best.score === 0 && own.length > 1 ? { by: 'key', keys: own } : { by: 'branch', branch: best.branch };
}

function kinds({ properties }: ObjectSchema, resolve: Resolve): readonly string[] {
  const kind = properties?.['kind'];
  if (kind === undefined) return [];
  const schema = resolve(kind);
  const values = schema.const !== undefined ? [schema.const] : (schema.enum ?? []);
  return values.filter((item) => typeof item === 'string');
}

/** Keys that are the branch's own count twice, those that it needs three times, misspelt ones once. */
function likeness({ properties = {}, required = [] }: ObjectSchema, value: Readonly<Record<string, unknown>>): number {
  const names = Object.keys(properties);
  return Object.keys(value).reduce((sum, key) => {
    if (required.includes(key)) return sum + 3;
    if (names.includes(key)) return sum + 2;
    return sum + (suggest(key, names) === null ? 0 : 1);
  }, 0);
}
