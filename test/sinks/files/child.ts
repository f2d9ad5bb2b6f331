/** A process of its own for the tests of kills, locks and pipes: `child.ts MODE PATH FORMAT [N]`. */
import type { SeedctlError } from '../../../src/model/errors.ts';
import type { SinkContext } from '../../../src/sinks/sink.ts';
import { openStdout } from '../../../src/sinks/stdout/target.ts';
import { nodeDisk } from '../../../src/sinks/files/disk.ts';
import { countedDisk } from './counted-disk.ts';
import { dayGroup, fill, openTarget, plannedStream, workOf, type Format } from './fixture.ts';

const [mode, path = '', format = 'ndjson', number = '0'] = process.argv.slice(2);
const stream = plannedStream(3);
const groups = Array.from({ length: 50 }, (_, n) => dayGroup(stream, n));

/** Writes fifty groups, and is killed at the Nth thing that it does to the disk. */
async function fillAndDie(): Promise<void> {
  const disk = countedDisk(nodeDisk, Number(number), () => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  });
  const target = await openTarget(path, { format: format as Format, disk });
  await fill(target, groups);
  await target.close();
}

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

const modes: { readonly [mode: string]: () => Promise<void> } = { fillAndDie, hold, print };
await modes[mode ?? '']?.();
