/** What all commands share: the flags of the log, JSON on stdout and nothing else, and errors with their exit codes. */
import { Command, Errors, Flags } from '@oclif/core';
import { renderFailure } from '../report/failure.ts';
import { styleOf, type Style } from '../report/style.ts';
import { asFailure } from './failure.ts';
import type { LogLevel } from './log.ts';

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export abstract class SeedctlCommand extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    'log-level': Flags.custom<LogLevel>({
      description: 'What is logged, to stderr and to the log file: debug, info, warn or error.',
      helpGroup: 'GLOBAL',
      helpValue: 'LEVEL',
      parse: (text) => {
        const level = levels.find((name) => name === text.toLowerCase());
        if (level !== undefined) return Promise.resolve(level);
        throw new Errors.CLIError(`--log-level ${text}: expected one of ${levels.join(', ')}`);
      },
    })(),
    'log-file': Flags.string({
      description: 'Log to this file.',
      helpGroup: 'GLOBAL',
      helpValue: 'PATH',
    }),
  };

  /** For what goes to stdout: data and reports. */
  protected readonly out: Style = styleOf(process.stdout);
  /** For what goes to stderr: progress, logs and errors. */
  protected readonly err: Style = styleOf(process.stderr);

  /** Called with whatever `run` threw; what is printed here is all that a user sees of it. */
  protected override catch(error: Error): Promise<void> {
    // `--help` and the like end this way.
    if (error instanceof Errors.ExitError) throw error;
    const failure = asFailure(error, this.id);
    if (this.jsonEnabled()) this.logJson({ error: failure });
    else process.stderr.write(renderFailure(failure, this.err));
    process.exitCode = failure.exit;
    return Promise.resolve();
  }

  /** Plain JSON, also on a terminal that shows colours: what is seen is what a script gets. */
  protected override logJson(json: unknown): void {
    process.stdout.write(JSON.stringify(json, null, 2) + '\n');
  }

  protected print(text: string): void {
    if (!this.jsonEnabled()) process.stdout.write(text.endsWith('\n') ? text : text + '\n');
  }
}
