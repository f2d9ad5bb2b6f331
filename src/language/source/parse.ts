import { Composer, CST, Lexer, Parser, type Document, type YAMLError } from 'yaml';
import type { Reporter } from '../diagnostics/reporter.ts';
import { grouped } from './decode.ts';
import { limits } from './limits.ts';
import type { Lines } from './lines.ts';
import { survey } from './survey.ts';
import { explainSyntax } from './syntax.ts';

/** Text → a YAML document with ranges; null, with one diagnostic, where it is none or could hurt. */
export function parse(text: string, lines: Lines, report: Reporter): Document.Parsed | null {
  const lexemes = lex(text, lines, report);
  if (lexemes === null) return null;

  // The parser is a loop over a stack, so any depth is safe here; the composer below recurses.
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of lexemes) for (const token of parser.next(lexeme)) tokens.push(token);
  for (const token of parser.end()) tokens.push(token);

  const shape = survey(tokens);
  if (shape.tooDeep !== null) {
    const place = lines.place(shape.tooDeep, shape.tooDeep + 1);
    report.error('too-deep', place, `Lists and mappings are nested more than ${limits.depth} levels deep here`);
    return null;
  }
  // Its own search for equal keys takes quadratic time: `value.ts` does it.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    strict: true,
    prettyErrors: false,
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const errors = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings.filter(isWrongTag)]);
  if (shape.unclosed !== null || errors.length > 0) {
    explainSyntax(text, shape, errors, lines, report);
    return null;
  }
  const [first, second] = documents;
  if (second !== undefined) {
    const at = second.range[0];
    report.error(
      'second-document',
      lines.place(at, at + 3),
      'A second document starts here; a file is one scenario',
      'Remove the line `---`, or move what follows into a file of its own',
    );
    return null;
  }
  return first ?? null;
}

/** The value is not what its tag says: the package only warns, and takes it as text. */
function isWrongTag({ code }: YAMLError): boolean {
  return code === 'TAG_RESOLVE_FAILED' || code === 'BAD_COLLECTION_TYPE';
}

/** Tags that say no more than the core schema does. */
const CORE_TAGS = new Set(['!', '!!str', '!!int', '!!float', '!!bool', '!!null', '!!map', '!!seq']);

/** Each key or list item has one: between brackets a bracket or a comma, else a dash or a colon. */
function isEntry(type: CST.TokenType | null, inFlow: boolean): boolean {
  switch (type) {
    case 'flow-map-start':
    case 'flow-seq-start':
    case 'comma':
    case 'seq-item-ind':
    case 'explicit-key-ind':
      return true;
    case 'map-value-ind':
      return !inFlow;
    default:
      return false;
  }
}

function lex(text: string, lines: Lines, report: Reporter): string[] | null {
  const lexemes: string[] = [];
  let entries = 0;
  let flow = 0;
  let offset = 0;
  let good = true;
  let scalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes.push(lexeme);
    const type = scalar ? 'scalar' : CST.tokenType(lexeme);
    scalar = lexeme === CST.SCALAR;
    if (type === 'flow-map-start' || type === 'flow-seq-start') flow++;
    else if (type === 'flow-map-end' || type === 'flow-seq-end') flow = Math.max(0, flow - 1);
    if (isEntry(type, flow > 0) && ++entries > limits.entries) {
      report.error(
        'too-many-entries',
        lines.place(offset, offset + lexeme.length),
        `The file has more than ${grouped(limits.entries)} keys and list items`,
        'Move definitions to files of their own (`include`), or write many similar assets as one with `expand`',
      );
      return null;
    }
    switch (type) {
      case 'tag':
        if (CORE_TAGS.has(lexeme)) break;
        report.error(
          'unknown-tag',
          lines.place(offset, offset + lexeme.length),
          `The tag \`${lexeme}\` is not known here`,
          'Remove it: values need no tags',
        );
        good = false;
        break;
      case 'directive-line':
        if (/^%YAML\s+1\.2\s*(#.*)?$/.test(lexeme)) break;
        report.error(
          'directive',
          lines.place(offset, offset + lexeme.length),
          'Only the directive `%YAML 1.2` is allowed',
          'Remove this line',
        );
        good = false;
        break;
      default:
    }
    // The lexer's marks for "a document starts", "a scalar follows" and "flow ends too early" are not in the text.
    if (lexeme !== CST.DOCUMENT && lexeme !== CST.SCALAR && lexeme !== CST.FLOW_END) offset += lexeme.length;
  }
  return good ? lexemes : null;
}
