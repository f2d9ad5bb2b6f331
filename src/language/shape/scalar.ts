/** Problems of a value that is there but is not what its key takes. */
import { didYouMean } from '../diagnostics/words.ts';
import type { Path } from '../source.ts';
import { expected, typeOf, typesOf, written } from './expected.ts';
import { hintOf, problem, subject, type Problem, type Problems } from './problem.ts';
import type { ObjectSchema } from './schema.ts';

export function hasType(schema: ObjectSchema, value: unknown): boolean {
  const types = typesOf(schema);
  const type = typeOf(value);
  return types === null || types.some((one) => one === type || (one === 'integer' && Number.isInteger(value)));
}

export function* literal(own: ObjectSchema, value: unknown, path: Path): Problems {
  const legal = own.const !== undefined ? [own.const] : own.enum;
  if (legal === undefined) return;
  const text = JSON.stringify(value);
  if (legal.some((item) => JSON.stringify(item) === text)) return;
  const names = legal.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  const hint = didYouMean(typeof value === 'string' ? value : text, names, 'It takes');
  yield problem('unknown-value', path, `${subject(path)} cannot be ${written(value)}`, hint);
}

export function* numeric(own: ObjectSchema, value: number, path: Path): Problems {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = own;
  if (value >= minimum && value <= maximum && value > exclusiveMinimum && value < exclusiveMaximum) return;
  yield problem(
    'out-of-range',
    path,
    `${subject(path)} takes ${expected(own)}, not ${written(value)}`,
    hintOf(own, path),
  );
}

export function* textual(own: ObjectSchema, value: string, path: Path): Problems {
  const length = Array.from(value).length;
  const wrong = own.pattern !== undefined && !new RegExp(own.pattern, 'u').test(value);
  if (wrong || length < (own.minLength ?? 0)) yield wrongType(own, value, path);
  else if (length > (own.maxLength ?? Infinity))
    yield problem(
      'wrong-length',
      path,
      `${subject(path)} has at most ${own.maxLength!} characters, not ${length}`,
      null,
    );
}

export function wrongType(own: ObjectSchema, value: unknown, path: Path, hint: string | null = null): Problem {
  const what = expected(own);
  const message =
    path.length === 0
      ? `The file holds ${written(value)}, not ${what}`
      : value === null
        ? `${subject(path)} has no value; it takes ${what}`
        : `${subject(path)} takes ${what}, not ${written(value)}`;
  const isBlock = typeof value === 'object' && value !== null;
  const quoted = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  const types = typesOf(own);
  const remedy =
    quoted && (types?.includes('number') === true || types?.includes('integer') === true)
      ? 'Remove the quotes: in quotes it is text'
      : !isBlock &&
          value !== null &&
          typeof value !== 'string' &&
          types?.length === 1 &&
          types[0] === 'string' &&
          own.pattern === undefined
        ? `Put it in quotes: "${JSON.stringify(value)}"`
        : null;
  // The text is of the right type where only its form is wrong.
  const code = hasType(own, value) ? 'wrong-value' : 'wrong-type';
  return problem(code, path, message, hint ?? remedy ?? hintOf(own, path), isBlock ? 'key' : 'value');
}
