/** Every kind of target that can be read back, for tests that hold for all of them. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scenario } from '../../../src/model/scenario.ts';
import { chooseSink } from '../../../src/run/sink.ts';
import type { FileKind } from '../../../src/sinks/contents.ts';
import type { Kind } from '../../servers/kinds.ts';
import { useServer } from '../../servers/server.ts';
import { readDuckDB, readFiles } from './files.ts';
import { readMongoDB } from './mongodb.ts';
import { readPostgres } from './postgres.ts';
import type { Reader, TestTarget } from './target.ts';

export const fileKinds = ['parquet', 'ndjson', 'json', 'csv'] as const satisfies readonly FileKind[];
export const localKinds = ['duckdb', ...fileKinds] as const;
export const targetKinds = [...localKinds, 'postgres', 'timescale', 'mongodb'] as const;

export type TargetKind = (typeof targetKinds)[number];

/** Makes a fresh, empty target. */
export interface Targets {
  fresh(): Promise<TestTarget>;
}

/** Call it inside `describe`: each test makes the targets that it needs, and all of them are gone after it. */
export function useTargets(kind: TargetKind): Targets {
  const make = isServer(kind) ? useDatabases(kind) : useFolders(kind);
  let readers: Reader[] = [];
  afterEach(async () => {
    for (const reader of readers) await reader.dispose();
    readers = [];
  });
  return {
    async fresh() {
      const { to, reader } = await make();
      readers.push(reader);
      const { definition, options } = chooseSink({ sinks: {} } as Scenario, to, {});
      return { ...reader, to, label: definition.label(options) };
    },
  };
}

/** The one target of each test in a block. */
export function useTarget(kind: TargetKind): () => TestTarget {
  const targets = useTargets(kind);
  let current: TestTarget;
  beforeEach(async () => (current = await targets.fresh()));
  return () => current;
}

type Make = () => Promise<{ readonly to: string; readonly reader: Reader }>;

const isServer = (kind: TargetKind): kind is Kind => !(localKinds as readonly string[]).includes(kind);

function useFolders(kind: (typeof localKinds)[number]): Make {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), `seedctl-${kind}-`)));
    folders.push(folder);
    const path = join(folder, kind);
    return Promise.resolve({
      to: `${kind}:${path}`,
      reader: kind === 'duckdb' ? readDuckDB(path) : readFiles(kind, path),
    });
  };
}

function useDatabases(kind: Kind): Make {
  const server = useServer(kind);
  return async () => {
    const { uri, drop } = await server().freshDatabase();
    const reader = kind === 'mongodb' ? readMongoDB(uri) : readPostgres(uri);
    const dispose = async (): Promise<void> => {
      await reader.dispose();
      await drop();
    };
    return { to: uri, reader: { ...reader, dispose } };
  };
}
