/** The program: finds the command in argv and runs it. */
import { tmpdir, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Errors, run, settings } from '@oclif/core';
import { renderFailure } from '../report/failure.ts';
import { styleOf } from '../report/style.ts';
import { asFailure } from './failure.ts';
import { loadRootPlugin } from './plugin.ts';

interface Source {
  /** Folder of the command classes, relative to the package; by default what the build's manifest lists. */
  readonly commands: string;
}

/** `launcher` is the URL of a file in the package's `bin/`. */
export async function main(argv: string[], launcher: string, source?: Source): Promise<void> {
  const root = dirname(dirname(fileURLToPath(launcher)));
  // oclif would look for a tsconfig and a compiler in a checkout; both launchers have chosen already.
  settings.enableAutoTranspile = false;
  settleNobody();
  try {
    const plugin = source === undefined ? null : await loadRootPlugin(root, source.commands);
    await run(argv, plugin === null ? { root } : { root, plugins: new Map([[plugin.name, plugin]]) });
  } catch (error) {
    if (error instanceof Errors.ExitError) {
      process.exitCode = error.oclif.exit ?? 0;
      return;
    }
    const failure = asFailure(error, undefined);
    if (argv.includes('--json')) process.stdout.write(JSON.stringify({ error: failure }, null, 2) + '\n');
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
