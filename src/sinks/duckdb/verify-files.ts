/** Compares files with what a run would write, in a database of its own in memory. */
import type { Table } from '../../model/table.ts';
import type { FilesToVerify, Verification } from '../verification.ts';
import { openDatabase, threadsFor } from './database.ts';
import { describeSource, fileSource } from './source.ts';
import { createVerification } from './verification.ts';

/** Lines of JSON are parsed in large pieces. */
const MEMORY = '1GB';

export async function verifyFiles({ kind, files, workers, signal }: FilesToVerify): Promise<Verification> {
  const threads = threadsFor(workers);
  const database = await openDatabase(':memory:', { readOnly: false, threads, memory: MEMORY });
  return createVerification(database, {
    threads,
    source: async (table: Table) => {
      const from = fileSource(kind, files(table), table);
      return from === null ? null : describeSource(database, from);
    },
    rewritesJson: kind === 'ndjson' || kind === 'json',
    signal,
    close: () => {
      database.close();
    },
  });
}
