/** A scenario with streams of every kind, those that read files too, in many small groups. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const mill = `
version: 1
name: mill
seed: 11
timezone: Europe/Rome
time: {end: today, duration: 3d, step: 15m}
patterns:
  stone: {metrics: {temp: {unit: celsius, while_down: keep, layers: [{kind: constant, value: 20}, {kind: noise, sd: 1}]}}}
  probe:
    metrics:
      status:
        while_down: keep
        decimals: 0
        layers: [{kind: constant, value: 100}, {kind: constant, op: set, value: 0, when: {state: down}}]
assets:
  - {id: hall, type: building, pattern: [stone, probe]}
  - {expand: {count: 2, id: "stone-{n}"}, type: machine, parent: hall, pattern: [stone, probe]}
reliability:
  - {select: {type: machine}, uptime: 80%, repair: {mean: 30m}}
sources:
  ledgers:
    kind: files
    paths: sacks/*.csv
    rejects: out/rejects.ndjson
    schema: {properties: {asset_id: {type: string}, timestamp: {}, weight: {type: number, minimum: 0}}}
streams:
  - {kind: assets, to: assets}
  - {kind: metrics, to: metrics, metrics: [temp]}
  - {kind: polls, to: polls, status: status}
  - {kind: jobs, to: metrics, metric: ground, daily: 01:00-04:00, success: 90%}
  - {kind: incidents, to: incidents}
  - {kind: records, from: ledgers, to: sacks}
tables:
  sacks: {key: [asset_id, timestamp]}
`;

/** What one stone ground, by the minute; one of them has a weight that no sack has. */
function sacksOf(stone: number): string {
  const at = (i: number): string => new Date(Date.UTC(2025, 1, 7, 8, i)).toISOString();
  const lines = Array.from({ length: 120 }, (_, i) => `stone-${stone},${at(i)},${i === 70 ? -1 : 50 + (i % 7)}\n`);
  return `asset_id,timestamp,weight\n${lines.join('')}`;
}

/** Puts it into a folder; returns its path. What it rejects goes into the working directory. */
export function putMill(folder: string): string {
  mkdirSync(join(folder, 'sacks'));
  for (const stone of [1, 2]) writeFileSync(join(folder, 'sacks', `${stone}.csv`), sacksOf(stone));
  const file = join(folder, 'mill.yaml');
  writeFileSync(file, mill);
  return file;
}
