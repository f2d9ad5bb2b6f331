/** Plain data as a person would write it: blocks outside, and what fits into a line on a line. */
import { stringify } from 'yaml';

const WIDTH = 78;

/** @param indent columns before each line */
export function writeYaml(value: { readonly [key: string]: unknown }, width = WIDTH): string {
  return mapping(value, 0, width, true).join('\n') + '\n';
}

function mapping(value: { readonly [key: string]: unknown }, indent: number, width: number, top = false): string[] {
  return Object.entries(value).flatMap(([key, item]) =>
    entry(`${' '.repeat(indent)}${scalar(key)}:`, item, indent + 2, width, top),
  );
}

function entry(start: string, value: unknown, indent: number, width: number, top: boolean): string[] {
  const line = `${start} ${flow(value)}`;
  if (!isCollection(value)) return [line];
  const fits = line.length <= width && height(value) <= (top ? 1 : 2) && !(top && Array.isArray(value));
  if (fits || Object.keys(value).length === 0) return [line];
  return [
    start,
    ...(Array.isArray(value)
      ? sequence(value, indent, width)
      : mapping(value as { [key: string]: unknown }, indent, width)),
  ];
}

function sequence(items: readonly unknown[], indent: number, width: number): string[] {
  const start = `${' '.repeat(indent)}- `;
  return items.flatMap((item) => {
    const line = `${start}${flow(item)}`;
    if (!isCollection(item) || Array.isArray(item) || line.length <= width) return [line];
    const [first = '', ...rest] = mapping(item as { [key: string]: unknown }, indent + 2, width);
    return [`${start}${first.slice(indent + 2)}`, ...rest];
  });
}

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** How deep collections lie in each other. */
const height = (value: unknown): number =>
  isCollection(value) ? 1 + Math.max(0, ...Object.values(value).map(height)) : 0;

/** On one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isCollection(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${flow(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return scalar(value);
}

/** Inside of a collection, where more has to stand in quotes; times too, which older readers take for numbers. */
function scalar(value: unknown): string {
  if (typeof value === 'string' && /^\d+(?::\d+)+$/.test(value)) return `'${value}'`;
  return stringify([value], { collectionStyle: 'flow', flowCollectionPadding: false, singleQuote: true, lineWidth: 0 })
    .trimEnd()
    .slice(1, -1);
}
