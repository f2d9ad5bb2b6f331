import type { CST } from 'yaml';
import { limits } from './limits.ts';

/** What can be told of a file before values are made from it. Offsets in the text. */
export interface Survey {
  /** Where the nesting passes the limit. */
  readonly tooDeep: number | null;
  /** A bracket, brace or quote that nothing closes; of several within each other the innermost. */
  readonly unclosed: { readonly at: number; readonly opener: string } | null;
  /** Where `[…]` and `{…}` stand: half-open, by start. */
  readonly flows: readonly (readonly [from: number, to: number])[];
}

const CLOSERS: Readonly<Record<string, string>> = {
  'flow-seq-start': 'flow-seq-end',
  'flow-map-start': 'flow-map-end',
};

/** Walks the syntax tree without recursion, so that its depth cannot overflow the stack. */
export function survey(tokens: readonly CST.Token[]): Survey {
  const flows: [number, number][] = [];
  let tooDeep: number | null = null;
  let unclosed: Survey['unclosed'] = null;
  const open = (at: number, opener: string): void => {
    if (unclosed === null || at > unclosed.at) unclosed = { at, opener };
  };
  const waiting: [token: CST.Token, depth: number][] = tokens.map((token) => [token, 0]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [token, depth] = next;
    switch (token.type) {
      case 'document':
        if (token.value) waiting.push([token.value, depth]);
        break;
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        if (token.source.length < 2 || token.source.at(-1) !== token.source[0]) open(token.offset, token.source[0]!);
        break;
      case 'flow-collection':
      case 'block-map':
      case 'block-seq':
        if (token.type === 'flow-collection') {
          const closer = token.end.find((part) => part.type === CLOSERS[token.start.type]);
          if (closer === undefined) open(token.offset, token.start.source);
          flows.push([token.offset, closer === undefined ? Infinity : closer.offset + 1]);
        }
        if (depth >= limits.depth) {
          if (tooDeep === null || token.offset < tooDeep) tooDeep = token.offset;
          break;
        }
        for (const { key, value } of token.items as CST.CollectionItem[]) {
          if (key) waiting.push([key, depth + 1]);
          if (value) waiting.push([value, depth + 1]);
        }
        break;
      default:
    }
  }
  return { tooDeep, unclosed, flows: flows.sort((a, b) => a[0] - b[0]) };
}
