/** A scenario with every kind of stream, large enough to be interrupted, and runs of it as users start them. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, seedctl, type Ended } from '../../support/cli.ts';

const farm = `
version: 1
name: farm
seed: 7
timezone: Europe/Rome
parameters: {days: {type: integer, default: 2, minimum: 1, maximum: 30, summary: Days}}
time: {end: today, duration: "\${days}d", step: 1m}
patterns:
  barn:
    metrics:
      temp: {unit: celsius, while_down: keep, layers: [{kind: constant, value: 20}, {kind: noise, sd: 1}]}
      hum: {while_down: keep, layers: [{kind: constant, value: 50}, {kind: noise, sd: 4}]}
      load: {while_down: keep, layers: [{kind: constant, value: 5}, {kind: noise, sd: 1}]}
      status:
        while_down: keep
        decimals: 0
        layers: [{kind: constant, value: 100}, {kind: constant, op: set, value: 0, when: {state: down}}]
assets:
  - {expand: {count: 20, id: "barn-{n}"}, type: barn, pattern: barn}
reliability:
  - {select: {type: barn}, uptime: 95%, repair: {mean: 30m}}
streams:
  - {kind: assets, to: assets}
  - {kind: metrics, to: metrics, metrics: [temp, hum, load]}
  - {kind: polls, to: polls, status: status}
  - {kind: incidents, to: incidents}
`;

export interface RunOptions {
  readonly env?: { readonly [name: string]: string };
  readonly started?: (child: ChildProcess) => void;
}

export interface Farm {
  readonly cwd: string;
  /** Replaces the scenario by what is made of its text. */
  edit(change: (text: string) => string): void;
  /** `run` of so many days into a target, with the clock standing still. */
  run(to: string, days: number, more?: readonly string[], options?: RunOptions): Promise<Ended>;
  call(args: readonly string[], options?: RunOptions): Promise<Ended>;
}

/** Call it inside `describe`. Each test finds the scenario as it is. */
export function useFarm(): Farm {
  let cwd = '';
  before(function () {
    this.timeout(300_000);
    build();
  });
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'seedctl-farm-'));
    writeFileSync(join(cwd, 'farm.yaml'), farm);
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));
  const call: Farm['call'] = (args, options = {}) => seedctl(args, { cwd, ...options });
  return {
    get cwd() {
      return cwd;
    },
    edit: (change) => writeFileSync(join(cwd, 'farm.yaml'), change(farm)),
    run: (to, days, more = [], options = {}) =>
      call(['run', 'farm.yaml', '--now', '2025-02-09T00:00:00Z', '--days', String(days), '--to', to, ...more], options),
    call,
  };
}
