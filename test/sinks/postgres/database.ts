/** A database for each test of a block, on a real server, and a connection of anybody's to look with. */
import type { PostgresOptions } from '../../../src/sinks/postgres/settings.ts';
import { ask } from '../../servers/database.ts';
import { useServer } from '../../servers/server.ts';
import { optionsFor } from './options.ts';

export interface TestDatabase {
  /** For `--to`, and for other clients. */
  readonly url: string;
  readonly options: PostgresOptions;
  /** As the server has it. */
  readonly name: string;
  /** Rows of the last statement, as lists of values; on a connection of its own. */
  look(...statements: readonly string[]): Promise<unknown[][]>;
}

export function useDatabase(kind: 'postgres' | 'timescale' = 'postgres'): () => TestDatabase {
  const server = useServer(kind);
  let current: TestDatabase;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    const { name, uri, drop: dropIt } = await server().freshDatabase();
    current = { url: uri, name, options: optionsFor(uri), look: (...statements) => ask(uri, ...statements) };
    drop = dropIt;
  });
  afterEach(() => drop());
  return () => current;
}
