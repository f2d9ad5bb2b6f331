/** Paths of files that a scenario names: below its folder, so that one from somebody else reads nothing else of the machine. */
import { quote } from '../diagnostics/words.ts';

/** Whether a path, as written, is absolute or climbs out of the folder that it stands in. */
export function leadsOut(path: string): boolean {
  return /^([\\/]|[A-Za-z]:)/.test(path) || path.split(/[\\/]/).includes('..');
}

/** What is said of one that does. */
export const outside = (path: string): readonly [code: 'path-outside', message: string, hint: string] => [
  'path-outside',
  `${quote(path)} leads out of the folder of the scenario`,
  'Write a path below it',
];
