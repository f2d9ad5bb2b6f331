/** `parameters:` and `--param`: what `${name}` stands for. */
import { SeedctlError, Exit } from '../../model/errors.ts';
import type { Values } from '../../model/field.ts';
import type { Parameter } from '../../model/scenario.ts';
import type { Scalar } from '../../model/units.ts';
import type { Code } from '../diagnostics/codes.ts';
import { didYouMean, listed, quote } from '../diagnostics/words.ts';
import { parameterFields } from '../grammar/parameter.ts';
import { duration } from '../read/duration.ts';
import { instant } from '../read/instant.ts';
import { Misread } from '../read/notation.ts';
import { share } from '../read/share.ts';
import type { At } from './at.ts';

type Declaration = Values<typeof parameterFields>;
type Type = Declaration['type'];
/** What stands in the file in place of `${name}`: notations stay as they are written. */
export type Written = Scalar | readonly Scalar[];

export interface ParameterValue {
  readonly written: Written;
  readonly parameter: Parameter;
}

export interface Declared {
  readonly declaration: Declaration;
  readonly at: At;
}

/** Values in force; `names` has the broken declarations as well. Problems of a declaration are diagnostics; problems of `--param` are thrown (exit 2). */
export function parameterValues(
  declared: ReadonlyMap<string, Declared>,
  given: { readonly [name: string]: string },
  names: ReadonlySet<string>,
): Map<string, ParameterValue> {
  for (const name of Object.keys(given)) {
    if (!names.has(name))
      throw misuse(
        'unknown-parameter',
        name,
        `The scenario has no parameter ${quote(name)}`,
        didYouMean(name, names, 'Its parameters') ?? 'It has none',
      );
  }
  const values = new Map<string, ParameterValue>();
  for (const [name, { declaration, at }] of declared) {
    const text = Object.hasOwn(given, name) ? given[name]! : null;
    if (text === null && declaration.default === null) {
      at.error(
        'no-value',
        `The parameter ${quote(name)} has no default`,
        `Write one, or give it with --param ${name}=VALUE`,
        'key',
      );
      continue;
    }
    try {
      const written = text === null ? declaration.default : fromText(declaration.type, text);
      values.set(name, checked(declaration, written as Written));
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      if (text !== null) throw misuse('bad-parameter', name, `--param ${name}=${text}: ${error.message}`, error.hint);
      at.below('default').error('bad-parameter', error.message, error.hint);
    }
  }
  return values;
}

function misuse(code: Code, name: string, message: string, next: string | null): SeedctlError {
  return new SeedctlError({
    code,
    exit: Exit.usage,
    message,
    place: `--param ${name}`,
    next: next ?? undefined,
  });
}

function fromText(type: Type, text: string): Written {
  if (type === 'list') return text === '' ? [] : text.split(',').map((item) => item.trim());
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return Number(text);
  return text;
}

const EXPECTED: { readonly [T in Type]: string } = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  duration: duration.expected,
  share: share.expected,
  instant: instant.expected,
  list: 'a list of texts, numbers, true or false',
};

/** Typed, and within what the declaration allows. */
function checked(declaration: Declaration, written: Written): ParameterValue {
  const { type, minimum, maximum, values, summary } = declaration;
  const value = typed(type, written);
  if (values !== null && !values.includes(written as Scalar)) {
    throw new Misread(`${quote(written)} is not one of its values`, `Legal values: ${listed(values)}`);
  }
  for (const [bound, sign] of [
    [minimum, 1],
    [maximum, -1],
  ] as const) {
    if (bound === null) continue;
    const limit = typed(type, bound);
    if (typeof limit === 'number' && typeof value === 'number' && (value - limit) * sign < 0) {
      throw new Misread(`${quote(written)} is ${sign > 0 ? 'below the minimum' : 'above the maximum'} ${quote(bound)}`);
    }
  }
  return { written, parameter: { type: type === 'string' ? 'text' : type, value, summary } };
}

function typed(type: Type, written: Written): Scalar | readonly Scalar[] {
  const wrong = () => new Misread(`Expected ${EXPECTED[type]}, found ${quote(written)}`);
  switch (type) {
    case 'integer':
      if (!Number.isSafeInteger(written)) throw wrong();
      return written;
    case 'number':
      if (typeof written !== 'number' || !Number.isFinite(written)) throw wrong();
      return written;
    case 'boolean':
      if (typeof written !== 'boolean') throw wrong();
      return written;
    case 'list':
      if (!Array.isArray(written) || written.some((item) => typeof item === 'object')) throw wrong();
      return written as readonly Scalar[];
    case 'string':
      if (typeof written !== 'string') throw wrong();
      return written;
    default:
      if (typeof written !== 'string') throw wrong();
      if (type === 'duration') return duration.parse(written);
      if (type === 'share') return share.parse(written);
      instant.parse(written);
      return written;
  }
}
