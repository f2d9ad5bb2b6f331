/** An error as a person reads it: what, where, what is safe, what to do next. */
import { harmless } from '../language/diagnostics/width.ts';
import { capital } from '../language/shape/problem.ts';
import type { Failure } from '../model/errors.ts';
import type { Style } from './style.ts';

export function renderFailure(failure: Failure, style: Style): string {
  const part = (label: string, text: string | undefined) =>
    text === undefined ? '' : `${label}${text.split('\n').map(harmless).join('\n        ')}\n`;
  // Some messages begin with a name, which stays as it is written.
  const sentence = /^[a-z]+ /.test(failure.message) ? capital(failure.message) : failure.message;
  return (
    part(`${style.bad('Error:')} `, sentence) +
    part(`  ${style.dim('at:')}   `, failure.place) +
    part(`  ${style.dim('safe:')} `, failure.safe) +
    part(`  ${style.dim('next:')} `, failure.next)
  );
}
