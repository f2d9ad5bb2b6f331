/** What `$name` may mean, depending on where it stands: nearest first a field, a variable, a trait. */
import type { Reference } from '../../model/draw.ts';
import type { ColumnType } from '../../model/scenario.ts';

/** Variables with the type of what they hold; a name that ends in a dot stands for all names below it. */
export type Variables = { readonly [name: string]: ColumnType };

export interface Scope {
  /** Fields of the occurrence. */
  readonly fields: ReadonlySet<string>;
  readonly variables: Variables;
  /** Traits are drawn already. */
  readonly traits: boolean;
}

/** Of an asset before its traits, fields and data are drawn, in this order. */
const born: Variables = {
  asset: 'text',
  type: 'text',
  parent: 'text',
  'tags.': 'text',
  'parent.type': 'text',
  'parent.tags.': 'text',
  'parent.data.': 'json',
  'parent.fields.': 'json',
};

/** Of an asset, wherever there is one. */
const asset: Variables = { ...born, tags: 'json', data: 'json', 'data.': 'json', 'fields.': 'json' };

/** Of an occurrence, while its fields are drawn. */
const occurrence: Variables = { ...asset, episode: 'text', key: 'text', start: 'timestamp', end: 'timestamp' };

/** Of what is in force at an instant. */
const incident: Variables = {
  episode: 'text',
  key: 'text',
  start: 'timestamp',
  end: 'timestamp',
  state: 'text',
  cause: 'text',
  root: 'text',
  planned: 'boolean',
  label: 'text',
  because: 'text',
};

export const variables = {
  tag: born,
  trait: born,
  field: { ...born, tags: 'json' },
  asset,
  occurrence,
  assets: asset,
  metrics: {
    ...asset,
    metric: 'text',
    time: 'timestamp',
    received: 'timestamp',
    value: 'number',
    unit: 'text',
    anomalous: 'boolean',
    ...incident,
  },
  events: { ...occurrence, ...incident, incident: 'text', root_incident: 'text' },
} as const satisfies { readonly [place: string]: Variables };

const NONE: ReadonlySet<string> = new Set();

export const scopeOf = (place: keyof typeof variables, fields: ReadonlySet<string> = NONE): Scope => ({
  fields,
  variables: variables[place],
  traits: place !== 'tag' && place !== 'trait',
});

/** Null where the name means nothing here. */
export function resolve(name: string, scope: Scope, isTrait: (name: string) => boolean): Reference | null {
  if (scope.fields.has(name)) return { kind: 'reference', of: 'field', name };
  if (variableType(name, scope.variables) !== null) return { kind: 'reference', of: 'variable', name };
  return scope.traits && isTrait(name) ? { kind: 'reference', of: 'trait', name } : null;
}

export function variableType(name: string, known: Variables): ColumnType | null {
  if (Object.hasOwn(known, name) && !name.endsWith('.')) return known[name]!;
  const group = Object.keys(known).find((key) => key.endsWith('.') && name.startsWith(key) && name.length > key.length);
  return group === undefined ? null : known[group]!;
}

/** For hints: `tags.…` where any name may follow. */
export function legalNames(scope: Scope, traits: ReadonlySet<string>): string[] {
  const names = [
    ...scope.fields,
    ...Object.keys(scope.variables).map((name) => (name.endsWith('.') ? `${name}…` : name)),
    ...(scope.traits ? traits : []),
  ];
  return [...new Set(names)].map((name) => `$${name}`);
}
