/**
 * Files into a hypertable, against the server's own COPY of the same rows ready in CSV; and the same files a second
 * time. SEEDCTL_BENCH_WEARERS says how many wearers' month is read: 4 are half a million records, 71 ten million.
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
import { withServer } from './servers.ts';

const WEARERS = process.env['SEEDCTL_BENCH_WEARERS'] ?? '4';
const PAIRS = 3;
const BLOCK = 1 << 20;

export const ingest: Benchmark = {
  name: 'ingest',
  summary: "NDJSON into a hypertable, against the server's COPY of the same rows ready in CSV",
  run: () =>
    withServer('timescale', (uri) =>
      inDatabase(uri, async (target, client) => {
        await client.query('CREATE EXTENSION IF NOT EXISTS timescaledb');
        const folder = mkdtempSync(join(tmpdir(), 'seedctl-ingest-'));
        try {
          return await measure(folder, target, client);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
    ),
};

async function measure(folder: string, target: string, client: pg.Client): Promise<readonly Figure[]> {
  const run = (...args: readonly string[]) => ['bin/run.js', 'run', ...args, '--quiet', '--no-log-file'];
  const now = ['--now', '2026-01-01T00:00:00Z'];
  await secondsOf(run('fitbit-generate', ...now, '--param', `wearers=${WEARERS}`, '--to', `ndjson:${folder}`));
  const read = run('fitbit-ingest', '--param', `input=${folder}/raw_data/*.ndjson`, '--to', target);
  const frames = csvOf(join(folder, 'raw_data'));
  const idle = await peakOf(['-e', '0']);
  const taken: { readonly first: number; readonly second: number; readonly limit: number }[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    await client.query('DROP TABLE IF EXISTS raw_data, raw_limit; DROP SCHEMA IF EXISTS seedctl CASCADE');
    const first = await secondsOf(read);
    const second = await secondsOf(read);
    await client.query('CREATE TABLE raw_limit (LIKE raw_data INCLUDING ALL)');
    await client.query(
      `SELECT create_hypertable('raw_limit', 'timestamp', create_default_indexes => false, chunk_time_interval => interval '7 days')`,
    );
    const limit = await seconds(() => {
      const sql = 'COPY raw_limit (user_id, metric, timestamp, value) FROM STDIN (FORMAT csv)';
      const never = new AbortController().signal;
      return client.query(new Copy(sql, { frames: () => frames, signal: never, progress() {} })).done;
    });
    tell(`reading ${first.toFixed(2)} s, again ${second.toFixed(2)} s, COPY ${limit.toFixed(2)} s`);
    taken.push({ first, second, limit });
  }
  await client.query('DROP TABLE IF EXISTS raw_data; DROP SCHEMA IF EXISTS seedctl CASCADE');
  const peak = await peakOf(read);
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
      name: 'ingest-again',
      value: of(({ first, second }) => second / first),
      unit: '× the first',
      target: 0.1,
      ...lower,
    },
    { name: 'memory-ingest', value: peak - idle, unit: 'MB above an idle Node', target: 150, ...lower },
  ];
}

/** All rows as CSV, in frames. */
function csvOf(folder: string): readonly Frame[] {
  const frames: Frame[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ndjson'))) {
    const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
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
