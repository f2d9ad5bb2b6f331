/** JSON with keys in order: the same text for the same data, whatever the order it was written in. */
export function canonical(value: unknown): string {
  if (value instanceof Written) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  const object = value as { readonly [key: string]: unknown };
  let text = '';
  for (const key of Object.keys(object).sort()) {
    if (object[key] !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonical(object[key])}`;
  }
  return `{${text}}`;
}

/** Most text needs no escapes, and is told apart faster than it is escaped. */
function quoted(text: string): string {
  return /^[ !#-[\]-~]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Data whose text is known: it stands in for the data wherever that is written. */
export class Written {
  readonly text: string;

  constructor(value: unknown) {
    this.text = canonical(value);
  }
}
