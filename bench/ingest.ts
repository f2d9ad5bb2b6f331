/**
 * Files into a hypertable, against the server's own COPY of the same rows ready in CSV, against what a script in
 * Python does, and the same files a second time. `ingest` reads a million records, in which the start of the process, once
 * each time, still counts; `ingest-full` the ten million that the targets are about, and takes minutes.
 *
 * The script is timed on its first 200,000 records, into a table that is empty, and its seconds are taken for as many as
 * ours: over all of them it would only be slower, as its index grows.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Copy } from '../src/sinks/postgres/copy.ts';
import { Frame } from '../src/sinks/postgres/frame.ts';
import { type Benchmark, type Figure, median, seconds, tell } from './harness.ts';
import { inDatabase } from './postgres.ts';
import { peakOf, secondsOf } from './process.ts';
import { python } from './python.ts';
import { withServer } from './servers.ts';

interface Size {
  /** Whose month is read: of eight are a million records, of 71 ten million. */
  readonly wearers: number;
  readonly pairs: number;
}

const MILLION: Size = { wearers: 8, pairs: 3 };
const TEN_MILLION: Size = { wearers: 71, pairs: 1 };
const PYTHON_RECORDS = 200_000;
const BLOCK = 1 << 20;

const AGAINST = "NDJSON into a hypertable, against the server's COPY of the same rows ready in CSV, and against Python";

export const ingest: Benchmark = {
  name: 'ingest',
  summary: `A million records of ${AGAINST}`,
  run: () => measured(MILLION),
};

export const ingestFull: Benchmark = {
  name: 'ingest-full',
  summary: `Ten million records of ${AGAINST}; read again, and whether memory grows from one million to ten`,
  run: () => measured(TEN_MILLION),
};

function measured(size: Size): Promise<readonly Figure[]> {
  return withServer('timescale', (uri) =>
    inDatabase(uri, async (target, client) => {
      await client.query('CREATE EXTENSION IF NOT EXISTS timescaledb');
      const folder = mkdtempSync(join(tmpdir(), 'seedctl-ingest-'));
      try {
        return await measure(folder, target, client, size);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
  );
}

const run = (...args: readonly string[]) => ['bin/run.js', 'run', ...args, '--quiet', '--no-log-file'];

/** Files of as many wearers: where they lie. */
async function made(folder: string, wearers: number): Promise<string> {
  const to = join(folder, String(wearers));
  const now = ['--now', '2026-01-01T00:00:00Z'];
  await secondsOf(run('fitbit-generate', ...now, '--param', `wearers=${wearers}`, '--to', `ndjson:${to}`));
  return join(to, 'raw_data');
}

async function measure(folder: string, target: string, client: pg.Client, size: Size): Promise<readonly Figure[]> {
  const all = await made(folder, size.wearers);
  const frames = csvOf(all);
  const read = (from: string) => run('fitbit-ingest', '--param', `input=${from}/*.ndjson`, '--to', target);
  const fresh = () => client.query('DROP TABLE IF EXISTS raw_data; DROP SCHEMA IF EXISTS seedctl CASCADE');
  const taken: { first: number; again: number; limit: number; script: number }[] = [];
  for (let pair = 0; pair < size.pairs; pair++) {
    await fresh();
    const first = await secondsOf(read(all));
    const again = await secondsOf(read(all));
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM raw_data');
    const { count } = rows[0]!;
    await likeRawData(client, 'raw_limit');
    const limit = await seconds(() => {
      const sql = 'COPY raw_limit (user_id, metric, timestamp, value) FROM STDIN (FORMAT csv)';
      const never = new AbortController().signal;
      return client.query(new Copy(sql, { frames: () => frames, signal: never, progress() {} })).done;
    });
    await likeRawData(client, 'raw_script');
    const most = String(Math.min(PYTHON_RECORDS, count));
    const script = python('psycopg2-binary', 'bench/ingest.py', target, 'raw_script', most, ...filesIn(all)) * count;
    const told = Object.entries({ first, again, limit, script }).map(
      ([name, value]) => `${name} ${value.toFixed(2)} s`,
    );
    tell(`${count} records: ${told.join(', ')}`);
    taken.push({ first, again, limit, script });
    await client.query('DROP TABLE raw_limit, raw_script');
  }
  const idle = await peakOf(['-e', '0']);
  await fresh();
  const peak = await peakOf(read(all));
  tell(`${peak.toFixed()} MB, idle Node ${idle.toFixed()} MB`);
  const full: Figure[] = [];
  if (size === TEN_MILLION) {
    const million = await made(folder, MILLION.wearers);
    await fresh();
    const low = await peakOf(read(million));
    tell(`${low.toFixed()} MB for a million`);
    full.push(
      {
        name: 'ingest-again',
        value: median(taken.map(({ first, again }) => again / first)),
        unit: '× the first',
        target: 0.1,
        better: 'lower',
      },
      { name: 'memory-growth-ingest', value: peak / low, unit: '× that of a million', target: 1.15, better: 'lower' },
    );
  }
  await fresh();
  const of = (value: (one: (typeof taken)[number]) => number) => median(taken.map(value));
  const lower = { better: 'lower' } as const;
  return [
    {
      name: 'ingest',
      value: of(({ first, limit }) => first / limit),
      unit: '× COPY of ready CSV',
      target: 1.5,
      ...lower,
    },
    {
      name: 'ingest-python',
      value: of(({ first, script }) => script / first),
      unit: '× as fast as execute_values',
      target: 4,
      better: 'higher',
    },
    ...full,
    { name: 'memory-ingest', value: peak - idle, unit: 'MB above an idle Node', target: 150, ...lower },
  ];
}

async function likeRawData(client: pg.Client, name: string): Promise<void> {
  await client.query(`CREATE TABLE ${name} (LIKE raw_data INCLUDING ALL)`);
  await client.query(
    `SELECT create_hypertable('${name}', 'timestamp', create_default_indexes => false, chunk_time_interval => interval '7 days')`,
  );
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .map((name) => join(folder, name));

/** All rows as CSV, in frames. */
function csvOf(folder: string): readonly Frame[] {
  const frames: Frame[] = [];
  for (const file of filesIn(folder)) {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const text = lines.map((line) => Object.values(JSON.parse(line) as object).join(',')).join('\n');
    const bytes = Buffer.from(`${text}\n`);
    for (let from = 0; from < bytes.length; from += BLOCK) {
      const part = bytes.subarray(from, from + BLOCK);
      const frame = new Frame(part.length);
      part.copy(frame.bytes, frame.at);
      frame.at += part.length;
      frames.push(frame);
    }
  }
  return frames;
}
