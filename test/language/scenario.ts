import { createHash } from 'node:crypto';
import type { FileAccess } from '../../src/language/files.ts';
import { loadScenario, type Loaded } from '../../src/language/load.ts';
import type { Scenario } from '../../src/model/scenario.ts';

/** The least that a scenario says; blocks given by name take the place of these. */
const blocks = {
  version: '1',
  name: 'case',
  time: '{end: today, duration: 1d, step: 1m}',
  assets: '[{id: vm-101, type: vm, pattern: load}]',
  patterns: '{load: {metrics: {cpu_usage: {layers: [{kind: constant, value: 15}]}}}}',
  streams: '[{kind: metrics, to: metrics}]',
};

export type Blocks = Partial<typeof blocks> & { readonly [block: string]: string };

/** Flow YAML by block; further files by path, and those that were read already. */
export function load(
  given: Blocks,
  parameters: { readonly [name: string]: string } = {},
  files: { readonly [path: string]: string } = {},
  known?: FileAccess['known'],
): Loaded {
  const text = Object.entries({ ...blocks, ...given })
    .map(([block, yaml]) => `${block}: ${yaml}\n`)
    .join('');
  const all: { readonly [path: string]: string } = { 'case.yaml': text, ...files };
  return loadScenario('case.yaml', {
    read: (path) => {
      if (all[path] === undefined) throw new Error('there is no such file');
      return Buffer.from(all[path]);
    },
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    resolve: (_from, to) => to,
    parameters,
    known,
  });
}

/** The normal form of a scenario without problems. */
export function normal(given: Blocks, parameters: { readonly [name: string]: string } = {}): Scenario {
  const { scenario, diagnostics } = load(given, parameters);
  if (scenario === null) throw new Error(diagnostics.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return scenario;
}

export const codes = ({ diagnostics }: Loaded): string[] => diagnostics.map(({ code }) => code);
