/** One benchmark by its name, in a process of its own: its figures go to stdout as JSON. */
import { duckdb } from './duckdb.ts';
import { fleet, fleetFull } from './fleet.ts';
import { generation } from './generation.ts';
import { ingest, ingestFull } from './ingest.ts';
import { json } from './json.ts';
import { layers } from './layers.ts';
import type { Benchmark } from './harness.ts';
import { memory } from './memory.ts';
import { mongodb } from './mongodb.ts';
import { parquet } from './parquet.ts';
import { postgres, timescale } from './postgres.ts';
import { preview } from './preview.ts';
import { review } from './review.ts';
import { start } from './start.ts';
import { csv, ndjson } from './text.ts';
import { verify } from './verify.ts';

const benchmarks: readonly Benchmark[] = [
  start,
  review,
  generation,
  layers,
  duckdb,
  parquet,
  ndjson,
  json,
  ingest,
  ingestFull,
  csv,
  memory,
  verify,
  postgres,
  timescale,
  mongodb,
  fleet,
  fleetFull,
  preview,
];

const { name, summary, run } = benchmarks.find((benchmark) => benchmark.name === process.argv[2])!;
process.stderr.write(`${name}: ${summary}\n`);
process.stdout.write(JSON.stringify(await run()));
