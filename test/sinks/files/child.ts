/** A process of its own for the tests of locks and pipes: `child.ts MODE PATH FORMAT`. */
import type { SeedctlError } from '../../../src/model/errors.ts';
import type { SinkContext } from '../../../src/sinks/sink.ts';
import { openStdout } from '../../../src/sinks/stdout/target.ts';
import { dayGroup, openTarget, plannedStream, workOf, type Format } from './fixture.ts';

const [mode, path = '', format = 'ndjson'] = process.argv.slice(2);
const stream = plannedStream(3);
const groups = Array.from({ length: 50 }, (_, n) => dayGroup(stream, n));

/** Holds the folder until stdin ends. */
async function hold(): Promise<void> {
  try {
    const target = await openTarget(path, { format: format as Format });
    process.stdout.write('held\n');
    await new Promise((resolve) => process.stdin.on('end', resolve).resume());
    await target.close();
  } catch (error) {
    const { exit, code, message } = error as SeedctlError;
    process.stdout.write(`${exit} ${code} ${message}\n`);
  }
  process.stdin.destroy();
}

/** Writes to stdout until the reader goes, and tells on stderr how it ended. */
async function print(): Promise<void> {
  const target = await openStdout({ signal: new AbortController().signal } as SinkContext, process.stdout);
  try {
    for (const group of groups) await target.write(workOf(group));
    process.stderr.write('all\n');
  } catch (error) {
    const { exit, code } = error as SeedctlError;
    process.stderr.write(`${exit} ${code}\n`);
  } finally {
    await target.close();
  }
}

const modes: { readonly [mode: string]: () => Promise<void> } = { hold, print };
await modes[mode ?? '']?.();
