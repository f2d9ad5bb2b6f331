/** The program: finds the command in argv and runs it. */
import { tmpdir, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Config, Errors, run, settings } from '@oclif/core';
import { renderFailure } from '../report/failure.ts';
import { styleOf } from '../report/style.ts';
import { asFailure, failureData } from './failure.ts';
import { loadRootPlugin } from './plugin.ts';
import { unknownCommand } from './usage-error.ts';

interface Source {
  /** Folder of the command classes, relative to the package; by default what the build's manifest lists. */
  readonly commands: string;
}

/** `launcher` is the URL of a file in the package's `bin/`. */
export async function main(given: string[], launcher: string, source?: Source): Promise<void> {
  const root = dirname(dirname(fileURLToPath(launcher)));
  const argv = asked(given);
  // oclif would look for a tsconfig and a compiler in a checkout; both launchers have chosen already.
  settings.enableAutoTranspile = false;
  settleNobody();
  outliveReader();
  const plugin = source === undefined ? null : await loadRootPlugin(root, source.commands);
  const options = plugin === null ? { root } : { root, plugins: new Map([[plugin.name, plugin]]) };
  try {
    await run(argv, options);
  } catch (error) {
    if (error instanceof Errors.ExitError) {
      process.exitCode = error.oclif.exit ?? 0;
      return;
    }
    const { commandIDs } = await Config.load(options);
    const [name] = argv;
    const unknown = name !== undefined && !name.startsWith('-') && !commandIDs.includes(name);
    const failure = unknown ? unknownCommand(name, commandIDs) : asFailure(error, name);
    if (argv.includes('--json')) process.stdout.write(JSON.stringify(failureData(failure), null, 2) + '\n');
    else process.stderr.write(renderFailure(failure, styleOf(process.stderr)));
    process.exitCode = failure.exit;
  }
}

/** A cluster may run a container as a user that the system has no entry for; oclif asks there for the shell and the home. */
function settleNobody(): void {
  try {
    userInfo();
  } catch {
    process.env['SHELL'] ??= '/bin/sh';
    process.env['HOME'] ??= tmpdir();
  }
}

/** Who reads messages may be gone (`2>&1 | head`): they go nowhere then, and the records still to their target. */
function outliveReader(): void {
  // oclif does the same for stdout.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** `help run`, as many programs have it, is `run --help`. */
function asked(argv: string[]): string[] {
  const [first, ...rest] = argv;
  return first === 'help' ? [...rest.slice(0, 1), '--help'] : argv;
}
