/** The house style of a scenario: keys in order, then quotes, indentation and width as Prettier writes them. */
import * as yaml from 'prettier/plugins/yaml';
import { format as prettier } from 'prettier/standalone';
import { parseDocument } from 'yaml';
import { canonical } from '../../model/canonical.ts';
import { inOrder } from './order.ts';
import { spaced } from './space.ts';

/** Columns of a line; longer flow blocks are broken. */
const WIDTH = 120;

/**
 * @param text of a file that is YAML without errors
 * @returns text that means the same, with all its comments
 */
export async function formatScenario(text: string): Promise<string> {
  const style = { parser: 'yaml', plugins: [yaml], printWidth: WIDTH, singleQuote: true };
  // Lines first: what is moved is then one line where it can be.
  const plain = await prettier(text, style);
  // Prettier loses spaces of a text that says its own indentation (`|2`): such a file is left as it is.
  const data = dataOf(plain);
  if (data !== dataOf(text)) return text;
  const moved = await prettier(spaced(inOrder(plain)), style);
  // What cannot be moved safely, such as a text that keeps its last empty lines, stays where it is.
  return dataOf(moved) === data && commentsOf(moved) === commentsOf(plain) ? moved : plain;
}

const dataOf = (text: string): string => canonical(parseDocument(text).toJS());

/** Wherever they stand. */
function commentsOf(text: string): string {
  const comments = text.split('\n').flatMap((line) => /(?:^|\s)#.*$/.exec(line)?.[0].trim() ?? []);
  return canonical(comments.sort());
}
