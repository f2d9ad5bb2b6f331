/** The key of a document, for people. */
export function rowOf(document: { readonly [name: string]: unknown }, key: readonly string[] | null): string {
  const names = key ?? Object.keys(document).filter((name) => name !== '_id');
  return names.map((name) => textOf(document[name])).join(' ');
}

const textOf = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : JSON.stringify(value ?? null);
