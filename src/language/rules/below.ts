import type { ProblemBelow } from '../../model/json-schema.ts';
import type { Code } from '../diagnostics/codes.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';

/** A problem that was found below `at`, with the name that was meant where one is near. */
export function sayBelow(at: At, code: Code, { path, message, key, legal }: ProblemBelow): void {
  const nearest = legal === undefined ? null : suggest(String(path.at(-1)), legal);
  const hint = nearest === null ? null : `Did you mean ${quote(nearest)}?`;
  at.below(...path).error(code, message, hint, key === true ? 'key' : 'value');
}
