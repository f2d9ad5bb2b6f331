/** What all commands share: the flags of the log, JSON on stdout and nothing else, and errors with their exit codes. */
import { Command, Errors, Flags } from '@oclif/core';
import { renderFailure } from '../report/failure.ts';
import type { ProgressDisplay } from '../report/progress.ts';
import { styleOf, type Style } from '../report/style.ts';
import { asFailure, failureData } from './failure.ts';
import { Exit } from '../model/errors.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { renderText } from '../language/diagnostics/text.ts';
import { openLog, type LogLevel, type LogOptions, type OpenLog } from './log.ts';
import { InvalidScenario } from '../run/scenario.ts';

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
        throw new Errors.CLIError(`expected one of ${levels.join(', ')}, found ${text}`);
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

  private display: ProgressDisplay | null = null;

  /** Called with whatever `run` threw; what is printed here is all that a user sees of it. */
  protected override catch(error: Error): Promise<void> {
    // `--help` and the like end this way.
    if (error instanceof Errors.ExitError) throw error;
    const failure = asFailure(error, this.id);
    // A reader of stdout that had enough is no failure.
    if (failure.exit === Exit.done) return Promise.resolve();
    if (this.jsonEnabled()) this.logJson(failureData(failure));
    else if (error instanceof InvalidScenario) this.showDiagnostics(error.diagnostics, error.texts);
    else process.stderr.write(renderFailure(failure, this.err));
    process.exitCode = failure.exit;
    return Promise.resolve();
  }

  /** Plain JSON, also on a terminal that shows colours: what is seen is what a script gets. */
  protected override logJson(json: unknown): void {
    process.stdout.write(JSON.stringify(json, null, 2) + '\n');
  }

  protected print(text: string): void {
    if (text !== '' && !this.jsonEnabled()) process.stdout.write(text.endsWith('\n') ? text : text + '\n');
  }

  /** While it is drawn, what is told stands above it. */
  protected watched(display: ProgressDisplay): ProgressDisplay {
    this.display = display;
    return display;
  }

  /** A line to stderr. */
  protected tell(line: string): void {
    if (this.display === null) process.stderr.write(`${line}\n`);
    else this.display.say(line);
  }

  protected openLog(flags: LogFlags, automatic: LogOptions['automatic']): Promise<OpenLog> {
    const signs = { debug: this.err.dim, info: String, warn: this.err.warn, error: this.err.bad };
    return openLog({
      level: flags['log-level'],
      path: flags['log-file'],
      automatic,
      show: (level, message) => {
        this.tell(`${signs[level](`${level}:`)} ${message}`);
      },
    });
  }

  /** What a scenario is warned of; it stops nothing. */
  protected showWarnings({ warnings, texts }: Warned): void {
    if (warnings.length > 0 && !this.jsonEnabled()) this.showDiagnostics(warnings, texts);
  }

  private showDiagnostics(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): void {
    process.stderr.write(`${renderText(diagnostics, texts, { colour: this.err.colour })}\n`);
  }
}

interface LogFlags {
  readonly 'log-level'?: LogLevel | undefined;
  readonly 'log-file'?: string | undefined;
}

interface Warned {
  readonly warnings: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}
