/** NDJSON to the standard output: no ledger, and no hurry when the reader is slow. */
import type { Writable } from 'node:stream';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Table } from '../../model/table.ts';
import { asDiskError } from '../files/errors.ts';
import { TextTables, writeRows } from '../files/text/rows.ts';
import { ndjsonTemplate } from '../ndjson/template.ts';
import type { GroupWork, SinkContext, Target } from '../sink.ts';

/** The reader has what it wanted and is gone (`| head`): the run ends quietly, with exit 0. */
export class ReaderGone extends SeedctlError {
  constructor(cause: unknown) {
    super(
      { code: 'reader-gone', exit: Exit.done, message: 'the reader of stdout has gone', place: 'stdout' },
      { cause },
    );
  }
}

export function openStdout({ signal }: SinkContext, out: Writable): Promise<Target> {
  // Without a listener, a reader that goes away between two writes would end the process with a stack trace.
  const ignore = (): undefined => undefined;
  out.on('error', ignore);
  const write = (bytes: Uint8Array): Promise<void> => {
    signal.throwIfAborted();
    return writeAll(out, bytes);
  };
  const tables = new TextTables();
  let severalTables = false;
  let last: Promise<void> = Promise.resolve();
  return Promise.resolve({
    label: 'stdout',
    ledger: () => Promise.resolve([]),
    setUp(tables: readonly Table[]) {
      severalTables = tables.length > 1;
      return Promise.resolve();
    },
    write(work: GroupWork) {
      // One group after the other, whoever asks: a line of one must not fall into a line of another.
      const turn = last.then(() => writeGroup(work, severalTables, tables, write));
      last = turn.catch(ignore);
      return turn;
    },
    clean: () => Promise.resolve({ records: 0 }),
    finish: () => Promise.resolve({ bytes: null }),
    close() {
      out.off('error', ignore);
      return Promise.resolve();
    },
  });
}

function writeGroup(
  work: GroupWork,
  tableKey: boolean,
  tables: TextTables,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  return writeRows(tables, write, async (rows) => {
    for (const batch of work.batches()) {
      await rows.write(ndjsonTemplate(batch, tableKey), batch.count, batch.table.wholeSeconds);
    }
  });
}

/** Resolves when the reader, or the system's buffer, has taken the bytes, so that they may be used again. */
function writeAll(out: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(bytes, (error) => {
      if (error) reject(asStdoutError(error));
      else resolve();
    });
  });
}

function asStdoutError(error: Error): Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  const gone = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(code);
  return gone ? new ReaderGone(error) : (asDiskError(error, 'stdout') as Error);
}
