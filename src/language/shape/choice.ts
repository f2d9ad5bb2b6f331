import { suggest } from '../diagnostics/suggest.ts';
import { a, didYouMean, listed, quote } from '../diagnostics/words.ts';
import type { Path } from '../source.ts';
import type { Choice } from './branch.ts';
import { expected } from './expected.ts';
import { notKey } from './keys.ts';
import { block, capital, problem, type Problem } from './problem.ts';
import { wrongType } from './scalar.ts';
import type { ObjectSchema } from './schema.ts';

/** Why none of several shapes can have been meant. */
export function explainChoice(
  choice: Exclude<Choice, { by: 'branch' }>,
  own: ObjectSchema,
  value: unknown,
  path: Path,
): Problem {
  const noun = own.title === undefined ? block(path) : a(own.title);
  switch (choice.by) {
    case 'kind': {
      const kind = (value as { readonly kind?: unknown }).kind ?? null;
      if (kind === null) {
        const message = `${capital(noun)} needs \`kind\``;
        return problem('missing-key', [...path, 'kind'], message, `Kinds: ${listed(choice.kinds, null)}`, 'key');
      }
      const name = typeof kind === 'string' ? kind : JSON.stringify(kind);
      const message = `${quote(name)} is not a kind of ${own.title ?? block(path)}`;
      return problem('unknown-kind', [...path, 'kind'], message, didYouMean(name, choice.kinds, 'Kinds'));
    }
    case 'key': {
      const strange = Object.keys(value as object)[0];
      const hint = didYouMean(strange ?? '', choice.keys, 'It needs one of');
      return strange === undefined
        ? problem('missing-key', path, `${capital(noun)} is empty`, hint, 'key')
        : problem('unknown-key', [...path, strange], notKey(strange, noun), hint, 'key');
    }
    case 'nothing': {
      const shapes = [...new Set(choice.candidates.map(expected))].slice(0, 5).join(', or ');
      const words = own['x-expected'] ?? (own.title === undefined ? shapes : expected({ ...own, type: 'object' }));
      const literals = choice.candidates.flatMap((candidate) => candidate.enum ?? []);
      const names = literals.filter((item) => typeof item === 'string');
      const nearest = typeof value === 'string' ? suggest(value, names) : null;
      const hint = nearest === null ? null : `Did you mean ${quote(nearest)}?`;
      return wrongType({ ...own, 'x-expected': words }, value, path, hint);
    }
  }
}
