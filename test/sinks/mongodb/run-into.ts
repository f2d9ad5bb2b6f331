/** Whole runs of a plan into a target, as the command does them, without its process. */
import type { Plan } from '../../../src/model/plan.ts';
import { viewsOf } from '../../../src/plan/views.ts';
import { run } from '../../../src/run/run.ts';
import { chooseSink } from '../../../src/run/sink.ts';
import type { Environment } from '../../../src/run/environment.ts';
import type { Summary } from '../../../src/run/summary.ts';

export interface RunOptions {
  readonly environment?: Environment;
  readonly workers?: number;
  readonly batchSize?: number;
  readonly clean?: boolean;
  /** What the log was told. */
  readonly lines?: string[];
}

export async function runInto(plan: Plan, to: string, options: RunOptions = {}): Promise<Summary> {
  const never = new AbortController().signal;
  const { environment = {}, workers = null, batchSize = null, clean = false, lines = [] } = options;
  const tell = (message: string): void => {
    lines.push(message);
  };
  const { summary } = await run({
    plan,
    views: viewsOf(plan),
    sink: chooseSink(plan.scenario, to, environment),
    only: null,
    batchSize,
    workers,
    clean: clean ? () => true : null,
    follow: null,
    check() {},
    interruption: { stopping: never, aborting: never, exit: () => 130 },
    log: { debug: tell, info: tell, warn: tell, error: tell },
    progress: () => ({ batch() {}, stop() {} }),
  });
  return summary;
}
