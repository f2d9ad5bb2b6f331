/** Records, good and bad, in files of every format, and a scenario that reads them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'chai';
import type { Ended } from '../../support/cli.ts';
import type { Yard } from '../../commands/barn.ts';

const METRICS = ['heart_rate', 'spo2', 'activity', 'hrv', 'breath_rate', 'active_zone_minute'];

export interface Row {
  readonly user_id: string;
  readonly metric: string;
  readonly timestamp: string;
  readonly value: number;
}

/** Record `i`: each has a key of its own. */
export const row = (i: number): Row => ({
  user_id: `synthetic_${String(i % 7).padStart(3, '0')}`,
  metric: METRICS[i % 6]!,
  timestamp: new Date(Date.UTC(2024, 0, 1) + Math.floor(i / 42) * 60_000).toISOString().slice(0, 19),
  value: 60 + (i % 400) / 10,
});

export const rows = (count: number, from = 0): readonly Row[] => Array.from({ length: count }, (_, i) => row(from + i));

export const ndjson = (all: readonly unknown[]): string => all.map((one) => `${JSON.stringify(one)}\n`).join('');
export const csv = (all: readonly Row[]): string =>
  `user_id,metric,timestamp,value\n${all.map((one) => `${Object.values(one).join(',')}\n`).join('')}`;

const SCHEMA = `
      required: [user_id, metric, timestamp, value]
      properties:
        user_id: {type: string, minLength: 1}
        metric: {enum: [${METRICS.join(', ')}]}
        timestamp: {}
        value: {type: number, minimum: 0, maximum: 1000}`;

/** @param source keys of the source, indented by four */
export const scenario = (source = `    schema:${SCHEMA}`, more = ''): string => `
version: 1
name: read
parameters: {input: {type: string, default: data/*, summary: Files}}
sources:
  bands:
    kind: files
    paths: "\${input}"
    rejects: out/rejects.ndjson
${source}
streams: [{kind: records, from: bands, to: raw_data}]
tables: {raw_data: {key: [user_id, metric, timestamp]}}
${more}`;

export interface Rejected {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export interface Told {
  readonly records: number;
  readonly written: number;
  readonly present: number;
  readonly rejected: number;
  readonly streams: readonly { readonly fingerprint: string }[];
}

export class Reading {
  readonly home: Yard;

  constructor(home: Yard) {
    this.home = home;
  }

  path = (...of: readonly string[]): string => join(this.home.cwd, ...of);

  put(file: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), content);
  }

  run(...args: readonly string[]): Promise<Ended> {
    const to = args.includes('--to') ? [] : ['--to', 'duckdb:out/read.duckdb'];
    return this.home.call(['run', 'read.yaml', '--no-log-file', '--json', ...to, ...args]);
  }

  /** A run that ends with `code`: its summary. */
  async told(code: number, ...args: readonly string[]): Promise<Told> {
    const ended = await this.run(...args);
    expect(ended.code, `${ended.stdout}\n${ended.stderr}`).to.equal(code);
    return JSON.parse(ended.stdout) as Told;
  }

  /** A run that fails with `code`: its error. */
  async failed(
    code: number,
    ...args: readonly string[]
  ): Promise<{ readonly message: string; readonly place: string; readonly code: string }> {
    const ended = await this.run(...args);
    expect(ended.code, `${ended.stdout}\n${ended.stderr}`).to.equal(code);
    return (JSON.parse(ended.stdout) as { error: { message: string; place: string; code: string } }).error;
  }

  rejects(): readonly Rejected[] {
    if (!existsSync(this.path('out/rejects.ndjson'))) return [];
    const lines = readFileSync(this.path('out/rejects.ndjson'), 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as Rejected);
  }

  /** Rows of the table, as text, sorted. */
  async table(columns = 'user_id, metric, timestamp, value', file = 'out/read.duckdb'): Promise<readonly string[]> {
    return this.query(`SELECT ${columns} FROM raw_data`, file);
  }

  async query(sql: string, file = ':memory:'): Promise<readonly string[]> {
    const instance = await DuckDBInstance.create(
      file === ':memory:' ? file : this.path(file),
      file === ':memory:' ? {} : { access_mode: 'READ_ONLY' },
    );
    let connection: DuckDBConnection | undefined;
    try {
      connection = await instance.connect();
      const reader = await connection.runAndReadAll(`SELECT CAST(t AS VARCHAR) FROM (${sql}) AS t`);
      return reader
        .getRows()
        .map(([text]) => String(text))
        .sort();
    } finally {
      connection?.closeSync();
      instance.closeSync();
    }
  }

  fifo(file: string): void {
    execFileSync('mkfifo', [this.path(file)]);
  }
}

/** What `Reading.table` gives for these. */
export const asTable = (all: readonly Row[]): readonly string[] =>
  all
    .map(
      ({ user_id, metric, timestamp, value }) =>
        `{'user_id': ${user_id}, 'metric': ${metric}, 'timestamp': '${timestamp.replace('T', ' ')}', 'value': ${Number.isInteger(value) ? `${value}.0` : value}}`,
    )
    .sort();
