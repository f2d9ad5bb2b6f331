/** Scalars and small structures, once their notation is known. */
import type { Phase } from '../../model/field.ts';
import { perObject } from '../../model/per-object.ts';
import { quote } from '../diagnostics/words.ts';
import { duration } from '../read/duration.ts';
import { wallTime } from '../read/wall-time.ts';
import type { At } from './at.ts';
import { broken, inNotation, mappingOf } from './text.ts';

export function numberOf(written: unknown, type: 'number' | 'integer', at: At): number {
  const expected = type === 'integer' ? 'a whole number' : 'a number';
  if (typeof written !== 'number' || !Number.isFinite(written)) return broken(at, 'wrong-type', `Expected ${expected}`);
  if (type === 'integer' && !Number.isSafeInteger(written)) return broken(at, 'wrong-type', `Expected ${expected}`);
  return written;
}

export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

export function bounded(bounds: Bounds, value: number, format: (value: number) => string, at: At): number {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = bounds;
  if (value >= minimum && value <= maximum && value > exclusiveMinimum) return value;
  const limits = [
    ...(exclusiveMinimum > -Infinity
      ? [`greater than ${format(exclusiveMinimum)}`]
      : minimum > -Infinity
        ? [`at least ${format(minimum)}`]
        : []),
    ...(maximum < Infinity ? [`at most ${format(maximum)}`] : []),
  ];
  return broken(at, 'out-of-range', `${format(value)} is out of range: it must be ${limits.join(' and ')}`);
}

export function patterned(
  shape: { readonly pattern?: string; readonly expected?: string },
  text: string,
  at: At,
): string {
  if (shape.pattern === undefined || matcherOf(shape as { pattern: string }).test(text)) return text;
  return broken(at, 'wrong-value', `Expected ${shape.expected ?? 'another text'}, found ${quote(text)}`);
}

/** Of a shape of texts or keys: there are few, and each is asked for often. */
export const matcherOf = perObject(({ pattern }: { readonly pattern: string }) => new RegExp(pattern));

export function phase(text: string, at: At): Phase {
  return inNotation(at, () =>
    text.includes(':') ? { kind: 'wall', at: wallTime.parse(text) } : { kind: 'elapsed', by: duration.parse(text) },
  );
}

export function points(written: unknown, at: At): (readonly [number, number])[] {
  const pairs = Object.entries(mappingOf(written, at, 'points such as {60: 0, 80: 15}')).map(
    ([x, y]) => [Number(x), numberOf(y, 'number', at.below(x))] as const,
  );
  if (pairs.length === 0 || pairs.some(([x]) => !Number.isFinite(x))) {
    return broken(at, 'wrong-value', 'Expected points such as {60: 0, 80: 15}');
  }
  return pairs.sort(([a], [b]) => a - b);
}

export function interval(written: unknown, at: At): { min: number | null; max: number | null } {
  if (!Array.isArray(written) || written.length !== 2)
    return broken(at, 'wrong-value', 'Expected two bounds such as [0, 100] or [0, null]');
  const [min, max] = (written as unknown[]).map((bound, i) =>
    bound === null ? null : numberOf(bound, 'number', at.below(i)),
  );
  if (min != null && max != null && min > max)
    return broken(at, 'empty-range', `The lower bound ${String(min)} is above the upper bound ${String(max)}`);
  return { min: min ?? null, max: max ?? null };
}
