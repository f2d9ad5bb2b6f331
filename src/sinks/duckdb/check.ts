/** Looks whether a run could write into a database file; neither the file nor its folder is touched. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CheckRequest, SetUpChange } from '../check.ts';
import { roomAt } from '../files/room.ts';
import { targetPath } from '../paths.ts';
import type { SinkContext } from '../sink.ts';
import { type Database, openDatabase, threadsFor } from './database.ts';
import { hasLedger, isProduction, tablesOfLedger } from './ledger.ts';
import { tableChanges } from './tables.ts';
import type { DuckDBOptions } from './target.ts';
import { viewChanges } from './views.ts';

export async function checkDuckDB(options: DuckDBOptions, context: SinkContext, request: CheckRequest): Promise<void> {
  const path = targetPath(options.path, context);
  const { tell } = request;
  const { folder, exists, freeBytes } = await roomAt(dirname(path));
  tell({ freeBytes });
  const there = existsSync(path);
  // Without a log of changes to be merged, opening a file for writing and closing it leaves it as it is; and only
  // who opens it for writing is told by DuckDB that somebody else reads it, or that he may not write.
  const readOnly = existsSync(`${path}.wal`);
  const database = await openDatabase(there ? path : ':memory:', {
    readOnly: there && readOnly,
    threads: threadsFor(context.workers),
    place: path,
  });
  try {
    const [version] = await database.rows('SELECT version() AS version');
    tell({ server: { name: 'DuckDB', version: String(version?.['version']).replace(/^v/, '') } });
    tell({ rights: [folder, ...(there ? [path] : [])].map((where) => `write to ${where}`) });
    const made: readonly SetUpChange[] = [
      ...(exists ? [] : [{ object: dirname(path), change: 'make the folder' }]),
      ...(there ? [] : [{ object: path, change: 'make the file' }]),
    ];
    tell({ changes: [...made, ...(await setUpChanges(database, context, request))] });
  } finally {
    database.close();
  }
}

async function setUpChanges(
  database: Database,
  { zone }: SinkContext,
  { tables, views, tell }: CheckRequest,
): Promise<readonly SetUpChange[]> {
  const ledger = await hasLedger(database);
  if (ledger && (await isProduction(database))) tell({ more: { production: 'marked in its ledger: never cleaned' } });
  const ours = ledger ? await tablesOfLedger(database) : new Set<string>();
  const changes: SetUpChange[] = ledger ? [] : [{ object: 'seedctl', change: 'make the schema of the ledger' }];
  for (const table of tables) {
    const statements = await tableChanges(database, table, ours);
    changes.push(...statements.filter(isForPeople).map((change) => ({ object: table.name, change })));
  }
  for (const view of views) {
    const [statement] = await viewChanges(database, view, zone, ledger);
    if (statement !== undefined) changes.push({ object: view.name, change: statement.replaceAll(/\s+/g, ' ') });
  }
  return changes;
}

const isForPeople = (statement: string): boolean => !statement.startsWith('COMMENT');
