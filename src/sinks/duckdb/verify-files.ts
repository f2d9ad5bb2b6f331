/** Compares files with what a run would write, in a database of its own in memory. */
import { SeedctlError } from '../../model/errors.ts';
import type { Table } from '../../model/table.ts';
import type { FileKind } from '../contents.ts';
import type { Damage, FilesToVerify, Verification } from '../verification.ts';
import { type Database, openDatabase, threadsFor } from './database.ts';
import { anySource, describeSource, fileSource } from './source.ts';
import { createVerification } from './verification.ts';

/** Lines of JSON are parsed in large pieces. */
const MEMORY = '1GB';

export async function verifyFiles({
  kind,
  asHeld,
  files,
  doubtful,
  place,
  workers,
  signal,
}: FilesToVerify): Promise<Verification> {
  const threads = threadsFor(workers);
  const database = await openDatabase(':memory:', { readOnly: false, threads, memory: MEMORY, place });
  const damaged: Damage[] = [];
  const unreadable = new Set<string>();
  for (const path of doubtful) {
    const readable = await isReadable(database, kind, path);
    if (!readable) unreadable.add(path);
    const message = readable ? 'it is not as it was written' : 'it is damaged and cannot be read';
    damaged.push({ place: path, message });
  }
  return createVerification(database, {
    threads,
    damaged,
    asHeld,
    source: async (table: Table) => {
      const from = fileSource(
        kind,
        files(table).filter((path) => !unreadable.has(path)),
        table,
      );
      return from === null ? null : describeSource(database, from);
    },
    rewritesJson: kind === 'ndjson' || kind === 'json',
    signal,
    close: () => {
      database.close();
    },
  });
}

/** All of it: what is cut shows at its end. */
async function isReadable(database: Database, kind: FileKind, path: string): Promise<boolean> {
  try {
    const source = anySource(kind, path);
    await database.rows(`SELECT CAST(count(COLUMNS(*)) AS DOUBLE) FROM ${source}`);
    return true;
  } catch (error) {
    if (error instanceof SeedctlError) return false;
    throw error;
  }
}
