/**
 * Says what is wrong with a value that the validator refused. The validator decides, this walk explains: it reads
 * the same schema, but of several shapes it follows only the one that was meant.
 */
import { suggest } from '../diagnostics/suggest.ts';
import { a, listed, quote } from '../diagnostics/words.ts';
import type { Path } from '../source.ts';
import { chooseBranch } from './branch.ts';
import { explainChoice } from './choice.ts';
import { expected, meaning, typeOf, written } from './expected.ts';
import { excludedBy, keyHint, notKey } from './keys.ts';
import { block, capital, hintOf, problem, subject, type Problems } from './problem.ts';
import { hasType, literal, numeric, textual, wrongType } from './scalar.ts';
import type { ObjectSchema, Schema } from './schema.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** Problems in the order of the file, as far as they are asked for. */
export function explain(root: Schema, value: unknown): Problems {
  return new Explainer(root).value(root, value, []);
}

function aboutOf({ description, 'x-unit': unit }: ObjectSchema): ObjectSchema {
  return { ...(description === undefined ? {} : { description }), ...(unit === undefined ? {} : { 'x-unit': unit }) };
}

class Explainer {
  readonly #root: Schema;
  /** Whether an object or list has the shape of a schema; without it nested choices would multiply. */
  readonly #known = new Map<Schema, WeakMap<object, boolean>>();

  constructor(root: Schema) {
    this.#root = root;
  }

  *value(schema: Schema, value: unknown, path: Path): Problems {
    if (schema === true) return;
    if (schema === false) {
      yield problem('unknown-key', path, `${subject(path)} is not allowed here`, null, 'key');
      return;
    }
    const own = this.resolve(schema);
    for (const part of own.allOf ?? []) yield* this.value(part, value, path);
    if (own.if !== undefined) {
      const branch = (this.#matches(own.if, value) ? own.then : own.else) ?? true;
      // What a scalar means is told by its key; blocks have keys of their own.
      const isBlock = typeof value === 'object' && value !== null;
      yield* this.value(isBlock ? branch : { ...aboutOf(own), ...this.resolve(branch) }, value, path);
    }
    if (own.anyOf !== undefined) yield* this.#choice(own, own.anyOf, value, path);
    if (own.oneOf !== undefined) yield* this.#one(own, own.oneOf, value, path);
    if (own.not !== undefined && this.#matches(own.not, value))
      yield problem('unknown-value', path, `${subject(path)} cannot be ${written(value)}`, own['x-expected'] ?? null);
    if (!hasType(own, value)) {
      yield wrongType(own, value, path);
      return;
    }
    yield* literal(own, value, path);
    if (typeof value === 'number') yield* numeric(own, value, path);
    if (typeof value === 'string') yield* textual(own, value, path);
    if (Array.isArray(value)) yield* this.#list(own, value, path);
    else if (typeOf(value) === 'object') yield* this.#mapping(own, value as Mapping, path);
  }

  /** Follows references; annotations beside one stand before those of its target. */
  resolve(schema: Schema): ObjectSchema {
    let found: Schema = schema;
    while (typeof found === 'object' && found.$ref !== undefined) {
      const { $ref, ...beside } = found;
      const target = $ref
        .split('/')
        .slice(1)
        .reduce<unknown>(
          (node, step) => (node as Mapping)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
          this.#root,
        );
      found = typeof target === 'object' ? { ...(target as ObjectSchema), ...beside } : (target as boolean);
    }
    return typeof found === 'object' ? found : found ? {} : { not: {} };
  }

  #matches(schema: Schema, value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return this.value(schema, value, []).next().done === true;
    const known = this.#known.get(schema) ?? new WeakMap<object, boolean>();
    this.#known.set(schema, known);
    const before = known.get(value);
    if (before !== undefined) return before;
    const matches = this.value(schema, value, []).next().done === true;
    known.set(value, matches);
    return matches;
  }

  *#one(own: ObjectSchema, branches: readonly Schema[], value: unknown, path: Path): Problems {
    const matching = branches.filter((branch) => this.#matches(branch, value));
    if (matching.length === 1) return;
    if (matching.length === 0) {
      yield* this.#choice(own, branches, value, path);
      return;
    }
    const keys = matching.flatMap((branch) => this.resolve(branch).required ?? []);
    const message =
      keys.length > 1 ? `${listed(keys, 'and')} cannot stand together` : `${subject(path)} can be read in two ways`;
    yield problem('exclusive-keys', [...path, ...keys.slice(1, 2)], message, 'Keep one of them', 'key');
  }

  *#choice(own: ObjectSchema, branches: readonly Schema[], value: unknown, path: Path): Problems {
    if (branches.some((branch) => this.#matches(branch, value))) return;
    const choice = chooseBranch(branches, value, (schema) => this.resolve(schema));
    if (choice.by !== 'branch') {
      yield explainChoice(choice, own, value, path);
      return;
    }
    const isBlock = typeof value === 'object' && value !== null;
    for (const found of this.value(choice.branch, value, path)) {
      // For one scalar the words of the whole choice say more than those of the branch.
      const vague = found.code === 'wrong-value' && own['x-expected'] !== undefined && !isBlock;
      yield vague ? wrongType(own, value, path) : found;
    }
  }

  *#list(own: ObjectSchema, value: readonly unknown[], path: Path): Problems {
    const { items = true, additionalItems = true, minItems = 0, maxItems = Infinity } = own;
    if (value.length < minItems || value.length > maxItems) {
      const few = value.length < minItems;
      const count = few ? minItems : maxItems;
      const bound = minItems === maxItems ? '' : few ? 'at least ' : 'at most ';
      const message = `${subject(path)} takes ${bound}${count} item${count === 1 ? '' : 's'}, not ${value.length}`;
      yield problem(
        'wrong-length',
        path,
        message,
        own['x-expected']?.includes(' such as ') === true ? `Write ${own['x-expected']}` : hintOf(own, path),
      );
    }
    for (const [index, item] of value.entries()) {
      const schema = Array.isArray(items)
        ? ((items as readonly Schema[])[index] ?? additionalItems)
        : (items as Schema);
      yield* this.value(schema, item, [...path, index]);
      if (own.uniqueItems === true) {
        const written = JSON.stringify(item);
        if (value.slice(0, index).some((other) => JSON.stringify(other) === written))
          yield problem(
            'wrong-value',
            [...path, index],
            `${quote(item)} is in ${block(path)} already`,
            'Keep one of the two',
          );
      }
    }
  }

  *#mapping(own: ObjectSchema, value: Mapping, path: Path): Problems {
    const { properties = {}, required = [], minProperties = 0, maxProperties = Infinity } = own;
    const noun = own.title === undefined ? block(path) : a(own.title);
    const keys = Object.keys(value);
    const legal = Object.keys(properties).filter((name) => properties[name] !== false);
    const free = legal.filter((name) => !(name in value));
    const misspelt = new Set<string | null>();
    for (const key of keys) {
      if (this.#schemaOf(own, key) !== false) continue;
      misspelt.add(suggest(key, free));
      yield problem('unknown-key', [...path, key], notKey(key, noun), keyHint(key, free, legal), 'key');
    }
    for (const key of required) {
      // A misspelt key is one problem, not a missing one besides.
      if (key in value || misspelt.has(key)) continue;
      const hint = meaning(key, this.resolve(properties[key] ?? true));
      yield problem('missing-key', [...path, key], `${capital(noun)} needs ${quote(key)}`, hint, 'key');
    }
    if (keys.length < minProperties || keys.length > maxProperties) {
      const few = keys.length < minProperties;
      const count = few ? minProperties : maxProperties;
      const message =
        keys.length === 0
          ? `${capital(noun)} is empty`
          : `${capital(noun)} has ${few ? 'at least' : 'at most'} ${count} key${count === 1 ? '' : 's'}`;
      yield problem('wrong-length', path, message, hintOf(own, path), 'key');
    }
    for (const key of keys) {
      const inner = this.#schemaOf(own, key);
      if (own.propertyNames !== undefined && !this.#matches(own.propertyNames, key)) {
        const names = this.resolve(own.propertyNames);
        yield problem(
          'wrong-name',
          [...path, key],
          `${quote(key)} is not ${expected(names)}`,
          hintOf(names, path),
          'key',
        );
      }
      if (inner !== false) yield* this.value(inner, value[key], [...path, key]);
      yield* this.#dependency(own, key, value, path);
    }
  }

  *#dependency(own: ObjectSchema, key: string, value: Mapping, path: Path): Problems {
    const needed = own.dependencies?.[key];
    if (needed === undefined) return;
    if (Array.isArray(needed)) {
      for (const other of needed as readonly string[])
        if (!(other in value))
          yield problem(
            'missing-key',
            [...path, key],
            `${quote(key)} stands only together with ${quote(other)}`,
            null,
            'key',
          );
      return;
    }
    const excluded = excludedBy(this.resolve(needed as Schema)).filter((other) => other in value);
    for (const other of excluded)
      yield problem(
        'exclusive-keys',
        [...path, key],
        `${quote(key)} and ${quote(other)} cannot stand together`,
        'Keep one of them',
        'key',
      );
    if (excluded.length === 0) yield* this.value(needed as Schema, value, path);
  }

  /** False: the key is unknown. */
  #schemaOf(own: ObjectSchema, key: string): Schema {
    const named = own.properties !== undefined && Object.hasOwn(own.properties, key) ? own.properties[key]! : null;
    const matching = Object.entries(own.patternProperties ?? {})
      .filter(([pattern]) => new RegExp(pattern, 'u').test(key))
      .map(([, schema]) => schema);
    const all = named === null ? matching : [named, ...matching];
    if (all.length > 1) return { allOf: all };
    return all[0] ?? own.additionalProperties ?? true;
  }
}
