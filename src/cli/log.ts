/** Where a run says what it does, line by line: a file of JSON lines, and stderr for what should be seen at once. */
import { openSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { Exit, SeedctlError } from '../model/errors.ts';
import type { Log } from '../sinks/sink.ts';
import type { Instant } from '../model/units.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogOptions {
  /** As given; absent: `info` in the file, warnings and errors on stderr. */
  readonly level: LogLevel | undefined;
  /** `--log-file`: made or appended to, or exit 8. */
  readonly path: string | undefined;
  /** A name of its own in `logs/`: where it cannot be made, one warning and on. Null: none. */
  readonly automatic: { readonly scenario: string; readonly at: Instant } | null;
  /** Writes one line for a person. */
  readonly show: (level: LogLevel, message: string) => void;
}

export interface OpenLog extends Log {
  readonly path: string | null;
  /** The end of a run that failed: for the file alone, the user is told otherwise. */
  failed(error: unknown): void;
}

const order: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export async function openLog(options: LogOptions): Promise<OpenLog> {
  const shown = order[options.level ?? 'warn'];
  const file = await openFile(options);
  const write = (level: LogLevel) => (message: string) => {
    file?.write(level, message);
    if (order[level] >= shown) options.show(level, message);
  };
  return {
    path: file?.path ?? null,
    failed(error) {
      file?.write('error', error instanceof Error ? error.message : String(error));
    },
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

interface LogFile {
  readonly path: string;
  write(level: LogLevel, message: string): void;
}

async function openFile(options: LogOptions): Promise<LogFile | null> {
  const { path, automatic, level = 'info' } = options;
  if (path !== undefined) {
    try {
      return await logTo(path, openSync(path, 'a'), level, (error) => {
        throw unwritable(path, error);
      });
    } catch (error) {
      throw error instanceof SeedctlError ? error : unwritable(path, error as Error);
    }
  }
  if (automatic === null) return null;
  const warn = (error: Error) => {
    options.show('warn', `no log file: ${error.message}`);
  };
  try {
    const made = create(join('logs', `${automatic.scenario}_${stamp(automatic.at)}`));
    return await logTo(made.path, made.descriptor, level, warn);
  } catch (error) {
    warn(error as Error);
    return null;
  }
}

/** Lines are written before the call returns, so that the last words of a run that is killed are there. */
async function logTo(
  path: string,
  descriptor: number,
  level: LogLevel,
  failed: (error: Error) => void,
): Promise<LogFile> {
  const { default: pino } = await import('pino');
  const stream = pino.destination({ fd: descriptor, sync: true });
  let broken: Error | null = null;
  stream.on('error', (error: Error) => (broken ??= error));
  const logger: Logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  let told = false;
  return {
    path,
    write(line, message) {
      if (told) return;
      logger[line](message);
      if (broken === null) return;
      told = true;
      failed(broken);
    },
  };
}

/** A name that is taken gets `_2`, `_3` …, also by a run that starts in the same second. */
function create(stem: string): { path: string; descriptor: number } {
  mkdirSync(dirname(stem), { recursive: true });
  for (let copy = 1; ; copy++) {
    const path = `${stem}${copy === 1 ? '' : `_${copy}`}.log`;
    try {
      return { path, descriptor: openSync(path, 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** `YYYYMMDD_HHMMSS` of the machine's clock, in UTC. */
function stamp(at: Instant): string {
  const [date, time] = new Date(at).toISOString().slice(0, 19).split('T') as [string, string];
  return `${date.replaceAll('-', '')}_${time.replaceAll(':', '')}`;
}

function unwritable(path: string, error: Error): SeedctlError {
  return new SeedctlError({
    code: 'log-file',
    exit: Exit.target,
    message: `the log file cannot be written: ${error.message}`,
    place: path,
    safe: 'what the target holds is whole; the same command resumes it',
    next: 'give another --log-file, or leave it out',
  });
}
