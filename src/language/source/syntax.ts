import type { YAMLError } from 'yaml';
import type { Reporter } from '../diagnostics/reporter.ts';
import { explainBlock, INDENTATION, markEnd } from './indentation.ts';
import type { Lines } from './lines.ts';
import type { Survey } from './survey.ts';

/**
 * Reports what keeps a text from being YAML. Only the first problem: what follows it in the parser's eyes
 * is mostly its echo.
 */
export function explainSyntax(
  text: string,
  { unclosed, flows }: Survey,
  errors: readonly YAMLError[],
  lines: Lines,
  report: Reporter,
): void {
  if (unclosed !== null) {
    const closer = { '[': ']', '{': '}' }[unclosed.opener] ?? unclosed.opener;
    const thing = unclosed.opener === closer ? 'quote' : unclosed.opener === '[' ? 'bracket' : 'brace';
    report.error(
      'syntax',
      lines.place(unclosed.at, unclosed.at + 1),
      `The ${thing} \`${unclosed.opener}\` that opens here is never closed`,
      `Add the \`${closer}\` that ends it`,
    );
    return;
  }
  const first = errors.reduce((a, b) => (b.pos[0] < a.pos[0] ? b : a));
  const at = content(text, first.pos[0]);
  const inFlow = flows.some(([from, to]) => from < at && at < to);
  const [message, hint] = explain(first, text, at, inFlow);
  report.error('syntax', lines.place(at, markEnd(text, at)), message, hint);
  if (message === INDENTATION) explainBlock(text, at, lines, report);
}

/** What is wrong is never the white space or the comment before it. */
function content(text: string, from: number): number {
  const before = /^(?:[ \r\n]|#.*)*/.exec(text.slice(from))![0];
  const last = Math.max(0, text.trimEnd().length - 1);
  return Math.min(text[from] === '#' ? from : from + before.length, last);
}

type Explanation = [message: string, hint: string | null];

const explainIndent: Explanation = [INDENTATION, 'Align it with its neighbours, in spaces'];

function explain({ code }: YAMLError, text: string, at: number, inFlow: boolean): Explanation {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 32);
  switch (code) {
    case 'TAB_AS_INDENT':
      return ['A tab indents this line; YAML takes only spaces', 'Use two spaces for each level'];
    case 'BAD_INDENT':
      return explainIndent;
    case 'BAD_SCALAR_START':
      return [`A value cannot start with \`${character}\``, 'Put the value in quotes'];
    case 'BAD_DQ_ESCAPE':
      return [
        `\`${text.slice(at, at + 2)}\` is not an escape that double quotes know`,
        'Write `\\\\` for a backslash, or use single quotes',
      ];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return [
        'A mapping cannot start in the middle of a line',
        'Move it to a line of its own, indented; or put the value in quotes if the colon belongs to it',
      ];
    case 'MULTILINE_IMPLICIT_KEY':
      return [
        'This is neither a key nor the end of the value before',
        'A key and its colon stand on one line: is a colon missing?',
      ];
    case 'BLOCK_IN_FLOW':
      return ['A comma is missing after this', 'In `[ ]` and `{ }` commas part the items'];
    case 'KEY_OVER_1024_CHARS':
      return ['A key has more than 1,024 characters', null];
    case 'BAD_ALIAS':
      return ['An anchor or alias needs a name', 'Write `&name` once, and `*name` where it is used'];
    case 'ALIAS_PROPS':
      return ['An alias stands alone: it takes no anchor and no tag', null];
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_TAGS':
      return ['A value has one anchor and one tag at the most', null];
    case 'BAD_PROP_ORDER':
      return ['An anchor stands before the value that it names, after `-` or the colon', null];
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
      return ['The value does not fit its tag', 'Remove the tag: values need none'];
    case 'MISSING_CHAR':
      return missing(text, at, inFlow);
    default:
      return unexpected(character, text, at, inFlow);
  }
}

function missing(text: string, at: number, inFlow: boolean): Explanation {
  if (text[at] === '#')
    return ['A comment needs a space before its `#`', 'Put the value in quotes if the `#` belongs to it'];
  if (inFlow)
    return [
      'A comma or a colon is missing before this',
      'In `[ ]` and `{ }` commas part the items; a colon is followed by a space',
    ];
  return ['A colon is missing after this key', 'Write `key: value`, with a space after the colon'];
}

function unexpected(character: string, text: string, at: number, inFlow: boolean): Explanation {
  if (character === '-' && !inFlow)
    return ['A list cannot start on the line of its key', 'Start it on the next line, or write `key: [a, b]`'];
  if (character === ',' && inFlow) return ['There is nothing before this comma', 'Remove it'];
  if (character === ']' || character === '}') return [`Nothing opens what this \`${character}\` closes`, 'Remove it'];
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  if (/[|>][-+0-9]*\s*$/.test(before)) return ['After `|` or `>` the text starts on the next line', null];
  if (before.trim() === '' && !inFlow) return explainIndent;
  if (text.slice(at).trim() === '') return ['The text ends too early', null];
  return [`\`${character}\` is not expected here`, 'Put the value in quotes if it belongs to it'];
}
