/** Parts of JSON: an array, with a record on each line. */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { OpenEncoder } from '../files/encoder.ts';
import { textEncoder } from '../files/text/encoder.ts';
import { objectTemplate } from '../files/text/object.ts';
import { readObjects } from '../files/text/objects.ts';
import { frontOf } from './files.ts';

export const openJson: OpenEncoder<{ readonly files: string }> = ({ files }, { signal }) =>
  Promise.resolve(
    textEncoder(
      {
        extension: 'json',
        header: () => '[\n',
        row: (batch) => objectTemplate(batch, false),
        between: ',\n',
        footer: '\n]\n',
        readRows,
        front: frontOf(files),
      },
      signal,
    ),
  );

/** @throws SeedctlError (exit 8) at the end of an array that is not closed */
async function* readRows(path: string, columns: readonly string[]): AsyncGenerator<readonly (string | null)[]> {
  let last = '';
  // The brackets of the array are on lines of their own.
  const isBracket = (line: string): boolean => {
    if (line !== '') last = line;
    return line === '' || line === '[' || line === ']';
  };
  yield* readObjects(path, columns, isBracket);
  if (last === ']') return;
  throw new SeedctlError({
    code: 'json-cut',
    exit: Exit.target,
    message: 'the array is not closed: the file was cut',
    place: path,
    safe: 'nothing was changed',
    next: 'remove the file, and run the same command again',
  });
}
