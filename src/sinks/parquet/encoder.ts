/** Parts of Parquet, written by ourselves and read back by DuckDB in memory of its own, which is loaded only then. */
import { Gate } from '../gate.ts';
import type { OpenEncoder } from '../files/encoder.ts';
import { FileWriter } from './file.ts';
import { openReader, type Reader } from './read.ts';

/** The name of the note among the metadata of a file. */
const NOTE = 'seedctl';

export const openParquet: OpenEncoder<object> = (_options, { workers, signal }) => {
  const gate = new Gate(1);
  let reader: Promise<Reader> | null = null;
  const reading = (): Promise<Reader> => (reader ??= openReader(workers));
  // Its buffers are large: they serve as long as parts of one table follow each other.
  let writer: FileWriter | null = null;

  return Promise.resolve({
    extension: 'parquet',
    write: (write, part) =>
      gate.through(() => {
        signal.throwIfAborted();
        if (writer?.table !== part.table) writer = new FileWriter(part.table);
        return writer.write(part, () => ({ [NOTE]: part.note() }), write, signal);
      }),
    readNote: async (path) => (await reading()).note(path, NOTE),
    async *readRows(path, columns) {
      yield* (await reading()).rows(path, columns);
    },
    close: () =>
      gate.through(async () => {
        (await reader)?.close();
      }),
  });
};
