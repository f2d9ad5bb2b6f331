/** A small scenario with every kind of stream, into targets of this machine. */
import { expect } from 'chai';
import { now, type Yard, yard } from '../../commands/barn.ts';
import { prepared } from '../../support/runs.ts';
import type { TestTarget } from '../../support/targets/target.ts';
import { type localKinds, type Targets, useTargets } from '../../support/targets/targets.ts';

export interface Subject {
  readonly home: Yard;
  readonly targets: Targets;
  /** Arguments of a run into a target, that says little and leaves no log. */
  args(target: TestTarget, ...more: readonly string[]): readonly string[];
  /** Runs to an end that is good: its summary. */
  run(target: TestTarget, ...more: readonly string[]): Promise<Summary>;
  /** Rows of all tables. */
  held(target: TestTarget): Promise<readonly (readonly string[])[]>;
}

export interface Summary {
  readonly records: number;
  readonly written: number;
  readonly present: number;
  readonly streams: readonly { readonly name: string; readonly fingerprint: string }[];
}

export const fingerprints = ({ streams }: Summary): readonly (readonly [string, string])[] =>
  streams.map(({ name, fingerprint }) => [name, fingerprint]);

/** Call it inside `describe`. */
export function useSubject(kind: (typeof localKinds)[number]): Subject {
  const home = yard();
  const targets = useTargets(kind);
  const args = (target: TestTarget, ...more: readonly string[]): readonly string[] => [
    ...['run', 'barn.yaml', ...now, '--no-log-file', '--quiet', '--to', target.to],
    ...more,
  ];
  return {
    home,
    targets,
    args,
    async run(target, ...more) {
      const ended = await home.call(args(target, '--json', ...more));
      expect(ended.code, ended.stderr + ended.stdout).to.equal(0);
      return JSON.parse(ended.stdout) as Summary;
    },
    async held(target) {
      const { tables } = prepared(home.file).plan;
      return Promise.all(tables.map((table) => target.rows(table)));
    },
  };
}
