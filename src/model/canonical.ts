/** JSON with keys in order: the same text for the same data, whatever the order it was written in. */
export function canonical(value: unknown): string {
  if (value instanceof Written) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  const entries = Object.entries(value as { readonly [key: string]: unknown }).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** Data whose text is known: it stands in for the data wherever that is written. */
export class Written {
  readonly text: string;

  constructor(value: unknown) {
    this.text = canonical(value);
  }
}
