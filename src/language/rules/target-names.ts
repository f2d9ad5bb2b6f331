/** Names that every target can hold: PostgreSQL cuts them at 63 bytes, file systems and shells read some characters. */
import { quote } from '../diagnostics/words.ts';

const LONGEST = 63;

export interface NameProblem {
  readonly message: string;
  readonly hint: string;
}

/** Null where the name is safe. */
export function columnProblem(name: string): NameProblem | null {
  if (name === '' || name.trim() !== name)
    return { message: `${quote(name)} is no name for a column`, hint: 'Write a name without spaces at its ends' };
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(name))
    return { message: 'The name of the column holds a control character', hint: 'Remove it' };
  if (/(?:^|\.)\$/.test(name))
    return { message: `${quote(name)} is an operator in some targets`, hint: 'Write it without the `$`' };
  const bytes = utf8Length(name);
  if (bytes <= LONGEST) return null;
  return {
    message: `The name ${quote(name)} has ${String(bytes)} bytes; targets hold ${String(LONGEST)}`,
    hint: 'Write a shorter one',
  };
}

/** A table is a folder as well. */
export function tableProblem(name: string): NameProblem | null {
  const problem = columnProblem(name);
  if (problem !== null) return { ...problem, message: problem.message.replace('column', 'table') };
  if (/[/\\:*?"<>|]/.test(name) || name.startsWith('.')) {
    return { message: `${quote(name)} cannot be the name of a folder`, hint: 'Write letters, digits, _ and -' };
  }
  if (/^_?seedctl/i.test(name) || /^(?:pg_|system\.|sqlite_|duckdb_)/i.test(name)) {
    return { message: `The name ${quote(name)} is reserved`, hint: 'Write another one' };
  }
  return null;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
