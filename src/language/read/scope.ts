import type { Scope } from '../../model/draw.ts';
import { unlike, type Notation } from './notation.ts';

/** Who shares a draw. */
export const scope: Notation<Scope> = {
  expected: 'asset, parent, type, day, all, or a tag such as tags.site',
  pattern: '^(?:asset|parent|type|day|all|tags\\..+)$',
  parse(text) {
    if (!matcher.test(text)) throw unlike(text, scope);
    return text as Scope;
  },
};

const matcher = new RegExp(scope.pattern);
