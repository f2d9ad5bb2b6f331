/** One record, however it was read: checked, converted and kept, or rejected with a reason. */
import type { Json } from '../../model/units.ts';
import type { SourceColumn } from '../definition.ts';
import type { Store } from '../store.ts';
import type { ReadTime } from '../times.ts';
import { shown, type CheckRecord } from './schema.ts';

export interface RecordShape {
  readonly columns: readonly SourceColumn[];
  /** Of the last columns, which are in no record. */
  readonly constants: readonly Json[];
  readonly check: CheckRecord | null;
  readonly time: ReadTime;
  /** Values come as text: those of numbers and booleans are read from it. */
  readonly texts: boolean;
}

/** Keeps a record as the next row. @returns why it is rejected, or null @param value of each column, as read */
export function keepRecord(
  shape: RecordShape,
  value: (column: number) => Json | undefined,
  store: Store,
  line: number,
): string | null {
  const { columns, constants, check, time, texts } = shape;
  const read = columns.length - constants.length;
  const record: { [name: string]: Json } = {};
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!;
    const found = i < read ? value(i) : constants[i - read];
    if (texts && i < read && column.type === 'json' && typeof found === 'string') {
      const digits = roundedInteger(found);
      if (digits !== null) return beyond(digits);
    }
    const held = texts && i < read && typeof found === 'string' ? fromText(found, column) : found;
    if (held !== undefined) record[column.name] = held;
    else if (column.required) return `the field ${column.name} is missing`;
  }
  const problem = check?.(record) ?? null;
  if (problem !== null) return problem;
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!;
    const reason = place(record[column.name] ?? null, column, store, i, time);
    if (reason !== null) return reason;
  }
  store.keep(line);
  return null;
}

/** What the text of a cell stands for; an empty one is missing. */
function fromText(text: string, { type }: SourceColumn): Json | undefined {
  if (text === '') return undefined;
  if (type === 'number' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text))
    return isKept(text) ? Number(text) : text;
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (type !== 'json') return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function place(
  value: Json,
  { name, type, required }: SourceColumn,
  store: Store,
  index: number,
  time: ReadTime,
): string | null {
  if (value === null && required) return `the field ${name} is missing`;
  const row = store.count;
  const column = store.columns[index]!;
  switch (column.kind) {
    case 'text': {
      if (value !== null && (typeof value === 'object' || !isRepresentable(value)))
        return `${name} is ${shown(value)} and must be a text`;
      const text = value === null ? null : String(value);
      const problem = text === null ? null : textProblem(text);
      if (problem !== null) return `${name} holds ${problem}`;
      column.ids[row] = text === null ? 0 : column.words.of(text);
      return null;
    }
    case 'number':
      if (value !== null && (typeof value !== 'number' || !Number.isFinite(value))) {
        const digits = typeof value === 'string' && INTEGER.test(value);
        return digits ? beyond(name) : `${name} is ${shown(value)} and must be a number`;
      }
      column.values[row] = value ?? NaN;
      return null;
    case 'time': {
      const at = typeof value === 'string' || typeof value === 'number' ? time(value) : NaN;
      if (value !== null && Number.isNaN(at))
        return `${name} is ${shown(value)}, which is no time of the declared format`;
      column.values[row] = at;
      return null;
    }
    case 'any':
      if (type === 'boolean' && value !== null && typeof value !== 'boolean') {
        return `${name} is ${shown(value)} and must be true or false`;
      }
      if (!isRepresentable(value)) return `${name} holds a number that is beyond all doubles`;
      if (JSON.stringify(value).includes('\\u0000'))
        return `${name} holds the character U+0000, which databases do not take`;
      column.values[row] = value ?? undefined;
      return null;
  }
}

export const beyond = (what: string): string => `${what} is an integer beyond 2^53, which would be rounded`;

function textProblem(text: string): string | null {
  if (text.includes('\0')) return 'the character U+0000, which databases do not take';
  return /\p{Surrogate}/u.test(text) ? 'half of a surrogate pair, which is no character' : null;
}

/** An integer with more digits than every double keeps, also where it is written as a fraction. */
const INTEGER = /^([+-]?\d{16,})(?:\.0*)?$/;

/**
 * Whether a number is what its text says. Fractions and powers of ten stand for the nearest double: that is how doubles
 * are written.
 */
function isKept(text: string): boolean {
  const digits = INTEGER.exec(text)?.[1];
  return digits === undefined || BigInt(Number(digits)) === BigInt(digits);
}

/** Integers that JSON.parse has rounded: their digits are in the text of the record and nowhere else. */
export function roundedInteger(text: string): string | null {
  // Most records have no number that is long enough, and are asked no further.
  if (!/\d{16}/.test(text)) return null;
  // Outside of texts, which may hold any digits.
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  for (const [number] of bare.matchAll(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)) if (!isKept(number)) return number;
  return null;
}

/** Whether all numbers in a value are numbers of JSON: one that is beyond all doubles is read as infinite. */
function isRepresentable(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isRepresentable);
}
