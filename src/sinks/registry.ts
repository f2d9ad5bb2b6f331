import { csv } from './csv/definition.ts';
import { duckdb } from './duckdb/definition.ts';
import { json } from './json/definition.ts';
import { mongodb } from './mongodb/definition.ts';
import { ndjson } from './ndjson/definition.ts';
import { parquet } from './parquet/definition.ts';
import { postgres } from './postgres/definition.ts';
import type { SinkDefinition } from './sink.ts';
import { stdout } from './stdout/definition.ts';

/** Every kind of sink. A new one is its folder and its line here. */
export const sinks: readonly SinkDefinition[] = [duckdb, postgres, mongodb, parquet, ndjson, json, csv, stdout];

/** The kind that a `--to` URL means: `ndjson:-` is stdout, `ndjson:out` are files; null where no kind has its scheme. */
export function sinkOfUrl(url: string): SinkDefinition | null {
  const named = sinks.find((sink) => sink.schemes.includes(url));
  return named ?? sinks.find((sink) => sink.schemes.some((scheme) => url.startsWith(`${scheme}:`))) ?? null;
}
