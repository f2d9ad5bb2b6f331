/** A small scenario that touches every preset, and a working directory of its own for each test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, seedctl, type Ended, type Options } from '../support/cli.ts';

export const barn = `
version: 1
name: barn
summary: One barn and what hums in it
seed: 7
timezone: Europe/Rome
parameters: {days: {type: integer, default: 2, minimum: 1, maximum: 400, summary: Days}}
time: {end: today, duration: "\${days}d", step: 10m}
patterns:
  warm: {metrics: {temp: {unit: celsius, while_down: keep, layers: [{kind: constant, value: 20}, {kind: noise, sd: 1}]}}}
  probe:
    metrics:
      status:
        while_down: keep
        decimals: 0
        layers: [{kind: constant, value: 100}, {kind: constant, op: set, value: 0, when: {state: down}}]
assets:
  - {id: hall, type: building, pattern: [warm, probe]}
  - {id: fan, type: machine, parent: hall, pattern: [warm, probe]}
reliability:
  - {select: {ids: [hall]}, uptime: 95%, repair: {mean: 30m}}
streams:
  - {kind: assets, to: assets}
  - {kind: metrics, to: metrics, metrics: [temp]}
  - {kind: polls, to: polls, status: status}
  - {kind: jobs, to: metrics, metric: swept, daily: 01:00-04:00, success: 90%}
  - {kind: incidents, to: incidents}
sinks:
  lake: {kind: ndjson, path: out/lake, default: true}
  secret: {kind: ndjson, path: "out/\${BARN_DIR}"}
  preset: {kind: ndjson, path: "out/\${BARN_DIR:-preset}"}
`;

/** The clock of the tests. */
export const now = ['--now', '2025-02-09T00:00:00Z'];

export interface Place {
  readonly cwd: string;
  /** `barn.yaml` in it. */
  readonly file: string;
  write(file: string, text: string): void;
}

export interface Yard extends Place {
  call(args: readonly string[], options?: Omit<Options, 'cwd'>): Promise<Ended>;
}

/** Call it inside `describe`: `barn.yaml` lies in the working directory, and the program is built. */
export function yard(): Yard {
  before(function () {
    this.timeout(120_000);
    build();
  });
  const place = useBarn();
  return Object.assign(place, {
    call: (args: readonly string[], options: Omit<Options, 'cwd'> = {}) =>
      seedctl(args, { cwd: place.cwd, ...options }),
  });
}

/** Call it inside `describe`: a folder for each test, with `barn.yaml` in it. */
export function useBarn(): Place {
  let cwd = '';
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'seedctl-yard-'));
    writeFileSync(join(cwd, 'barn.yaml'), barn);
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));
  return {
    get cwd() {
      return cwd;
    },
    get file() {
      return join(cwd, 'barn.yaml');
    },
    write: (file, text) => writeFileSync(join(cwd, file), text),
  };
}
