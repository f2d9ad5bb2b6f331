/** An error as a person reads it: what, where, what is safe, what to do next. */
import type { Failure } from '../model/errors.ts';
import type { Style } from './style.ts';

export function renderFailure(failure: Failure, style: Style): string {
  const lines = [`${style.bad('Error:')} ${failure.message}`];
  const detail = (name: string, text: string | undefined) => {
    if (text !== undefined) lines.push(`  ${style.dim(`${name}:`.padEnd(6))} ${text.replaceAll('\n', '\n         ')}`);
  };
  detail('at', failure.place);
  detail('safe', failure.safe);
  detail('next', failure.next);
  return lines.join('\n') + '\n';
}
