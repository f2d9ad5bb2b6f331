/** What is wrong with a JSON Schema, found without compiling it: anywhere, at once, and with its place. */
import type { Json } from './units.ts';

/** What is wrong with a value, at a place below another. */
export interface ProblemBelow {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** It is the key that is wrong. */
  readonly key?: boolean;
  /** What could stand there. */
  readonly legal?: readonly string[];
}

/** What the value of a keyword is. */
type Kind =
  | 'any'
  | 'boolean'
  | 'count'
  | 'list'
  | 'named'
  | 'number'
  | 'pattern'
  | 'positive'
  | 'reference'
  | 'schema'
  | 'schema or schemas'
  | 'schemas'
  | 'text'
  | 'texts'
  | 'types'
  | 'needs';

const of = (kind: Kind, ...keywords: readonly string[]): readonly (readonly [string, Kind])[] =>
  keywords.map((keyword) => [keyword, kind]);

/** The keywords of a dialect. */
export type Dialect = ReadonlyMap<string, Kind>;

export const DRAFT_7: Dialect = new Map([
  ...of('any', 'const', 'default'),
  ...of('boolean', 'uniqueItems', 'readOnly', 'writeOnly'),
  ...of('count', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'),
  ...of('list', 'enum', 'examples'),
  ...of('named', 'properties', 'patternProperties', 'definitions'),
  ...of('number', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'),
  ...of('pattern', 'pattern'),
  ...of('positive', 'multipleOf'),
  ...of('reference', '$ref'),
  ...of('schema', 'not', 'if', 'then', 'else', 'contains', 'propertyNames', 'additionalProperties', 'additionalItems'),
  ...of('schema or schemas', 'items'),
  ...of('schemas', 'allOf', 'anyOf', 'oneOf'),
  ...of('text', '$schema', '$id', '$comment', 'title', 'description', 'format', 'contentEncoding', 'contentMediaType'),
  ...of('texts', 'required'),
  ...of('types', 'type'),
  ...of('needs', 'dependencies'),
]);

/** What MongoDB takes in a `$jsonSchema`: draft 4 without references, and its own types. */
export const MONGODB: Dialect = new Map([
  ...of('boolean', 'uniqueItems', 'exclusiveMinimum', 'exclusiveMaximum'),
  ...of('count', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'),
  ...of('list', 'enum'),
  ...of('named', 'properties', 'patternProperties'),
  ...of('number', 'minimum', 'maximum'),
  ...of('pattern', 'pattern'),
  ...of('positive', 'multipleOf'),
  ...of('schema', 'not', 'additionalProperties', 'additionalItems'),
  ...of('schema or schemas', 'items'),
  ...of('schemas', 'allOf', 'anyOf', 'oneOf'),
  ...of('text', 'title', 'description'),
  ...of('texts', 'required'),
  ...of('any', 'bsonType', 'encrypt'),
  ...of('types', 'type'),
  ...of('needs', 'dependencies'),
]);

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

type Path = readonly (string | number)[];
interface Mapping {
  readonly [key: string]: Json;
}

export function schemaProblems(schema: Json, dialect: Dialect): readonly ProblemBelow[] {
  const problems: ProblemBelow[] = [];
  const say = (path: Path, message: string, more: Partial<ProblemBelow> = {}): void => {
    problems.push({ path, message, ...more });
  };

  const walk = (value: Json, path: Path): void => {
    if (typeof value === 'boolean') return;
    if (!isMapping(value)) return say(path, 'A JSON Schema is a block of keywords, or true or false');
    for (const [keyword, held] of Object.entries(value)) {
      const kind = dialect.get(keyword);
      if (kind !== undefined) check(kind, keyword, held, [...path, keyword]);
      else if (!keyword.startsWith('x-'))
        say([...path, keyword], `JSON Schema has no keyword \`${keyword}\``, {
          key: true,
          legal: [...dialect.keys()],
        });
    }
  };

  const check = (kind: Kind, keyword: string, held: Json, path: Path): void => {
    const each = (visit: (item: Json, path: Path) => void): void => {
      for (const [key, item] of Object.entries(held as Mapping))
        visit(item, [...path, Array.isArray(held) ? Number(key) : key]);
    };
    const must = (fits: boolean, what: string): void => {
      if (!fits) say(path, `\`${keyword}\` is ${what}`);
    };
    switch (kind) {
      case 'any':
        return;
      case 'boolean':
        return must(typeof held === 'boolean', 'true or false');
      case 'count':
        return must(Number.isInteger(held) && (held as number) >= 0, 'a whole number, not below 0');
      case 'number':
        return must(typeof held === 'number', 'a number');
      case 'positive':
        return must(typeof held === 'number' && held > 0, 'a number above 0');
      case 'text':
        return must(typeof held === 'string', 'a text');
      case 'list':
        return must(Array.isArray(held) && (held.length > 0 || keyword !== 'enum'), 'a list of values');
      case 'pattern':
        return must(typeof held === 'string' && isPattern(held), 'a regular expression');
      case 'reference':
        return must(
          typeof held === 'string' && isThere(schema, held),
          'a way inside of this JSON Schema, and leads somewhere',
        );
      case 'texts':
        return must(isTexts(held), 'a list of names, each once');
      case 'types':
        return must(
          (typeof held === 'string' && TYPES.includes(held)) ||
            (isTexts(held) && held.length > 0 && held.every((one) => TYPES.includes(one))),
          `one of ${TYPES.join(', ')}, or a list of them`,
        );
      case 'schema':
        return walk(held, path);
      case 'schema or schemas':
        return Array.isArray(held) ? each(walk) : walk(held, path);
      case 'schemas':
        if (Array.isArray(held) && held.length > 0) return each(walk);
        return must(false, 'a list of JSON Schemas');
      case 'needs':
        if (!isMapping(held)) return must(false, 'a block of names');
        return each((item, at) => {
          if (!isTexts(item)) walk(item, at);
        });
      case 'named':
        if (!isMapping(held)) return must(false, 'a block of names, with a JSON Schema each');
        return each((item, at) => {
          if (keyword === 'patternProperties' && !isPattern(String(at.at(-1))))
            say(at, 'The name is a regular expression here', { key: true });
          walk(item, at);
        });
    }
  };

  if (schema !== null) walk(schema, []);
  return problems;
}

const isMapping = (value: Json): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: Json): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') && new Set(value).size === value.length;

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function isThere(schema: Json, reference: string): boolean {
  if (reference !== '#' && !reference.startsWith('#/')) return false;
  let found: Json | undefined = schema;
  for (const step of reference.slice(2).split('/').filter(Boolean)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return false;
    found = (found as Mapping)[key];
  }
  return true;
}
