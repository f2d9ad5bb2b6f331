/** What the driver and the server say, as something that a person can act on. Nothing here repeats a password. */
import {
  MongoError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoParseError,
  MongoRuntimeError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { Exit, SeedctlError, type Failure } from '../../model/errors.ts';
import { WRITE_URL } from './options.ts';

const whole = 'every group of records that was finished is in the database, each with its ledger entry';
const again = 'run the same command again: it goes on where this one ended';

/** The server is going down, was stepped down, is being elected or cannot reach what it needs: worth another try. */
const PASSING = new Set([6, 7, 64, 89, 91, 112, 189, 262, 9001, 10_107, 11_600, 11_602, 13_435, 13_436]);

/** Whether the same command may succeed in a moment; whether it was executed is not known. */
export function isPassing(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return !isTls(error);
  if (error instanceof MongoServerError) {
    // FerretDB's word for a PostgreSQL behind it that is away.
    return (
      PASSING.has(Number(error.code)) ||
      /terminating connection|the database system is|connection refused|conn closed|unexpected EOF/i.test(error.message)
    );
  }
  if (isSocketError(error)) return true;
  return error instanceof MongoError && /PoolCleared|PoolClosed|TopologyClosed|NotConnected/.test(error.name);
}

/** An error of the driver as a `SeedctlError` that names `place`; anything else as it is. */
export function asMongoError(error: unknown, place: string): unknown {
  if (error instanceof SeedctlError || !(error instanceof Error)) return error;
  const failure = describe(error);
  return failure === null ? error : new SeedctlError({ place, ...failure }, { cause: withoutSecrets(error) });
}

function describe(error: Error): Failure | null {
  if (isTls(error)) {
    return {
      code: 'tls',
      exit: Exit.target,
      message: `the server's certificate is not trusted: ${saidOf(error)}`,
      safe: 'nothing was sent to it',
      next: 'give its authority with `ca_file` (tlsCAFile in a URL), or accept any certificate with `insecure_tls: true` (tlsInsecure=true)',
    };
  }
  if (isAuthentication(error)) {
    return {
      code: 'not-let-in',
      exit: Exit.target,
      message: 'the server does not accept this user and password',
      safe: 'nothing was read or written',
      next: 'check the user, the password and the database that knows the user (authSource)',
    };
  }
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError || isSocketError(error)) {
    const silent = error instanceof MongoNetworkTimeoutError || /timed out/i.test(error.message);
    return {
      code: 'unreachable',
      exit: Exit.unreachable,
      message: `the server ${silent ? 'does not answer' : 'cannot be reached'}: ${saidOf(error)}`,
      safe: whole,
      next: `check that it runs and that host and port are right; then ${again}`,
    };
  }
  // The parser of URLs that the driver uses has a class of its own.
  if (error instanceof MongoParseError || error.name === 'MongoParseError') {
    return notAUrl(saidOf(error));
  }
  // Of a port that is none the driver says no more than that; what it names may be the rest of a password.
  if (error instanceof MongoRuntimeError && error.message.startsWith('Unable to parse')) {
    return notAUrl('its hosts are none, or a port is');
  }
  if (error instanceof MongoServerError) return ofServer(error);
  if (error instanceof MongoError && isPassing(error)) {
    return { code: 'unreachable', exit: Exit.unreachable, message: saidOf(error), safe: whole, next: again };
  }
  return null;
}

const notAUrl = (what: string): Failure => ({
  code: 'not-a-url',
  exit: Exit.invalid,
  message: `the url cannot be read: ${what}`,
  safe: 'nothing was connected to',
  next: WRITE_URL,
});

function ofServer(error: MongoServerError): Failure {
  const code = Number(error.code);
  const said = `${saidOf(error)} (${error.codeName ?? 'code'} ${code})`;
  if (isPassing(error)) {
    return {
      code: 'unreachable',
      exit: Exit.unreachable,
      message: said,
      safe: whole,
      next: `wait a moment, and ${again}`,
    };
  }
  if (code === 13 || /not authorized|permission denied/i.test(error.message)) {
    return {
      code: 'missing-rights',
      exit: Exit.target,
      message: `the user may not do this: ${saidOf(error)}`,
      safe: whole,
      next: 'give the user the role readWrite on this database, and dbAdmin for validators of collections that are there already',
    };
  }
  if (/No space left|disk is full|could not extend|OutOfDiskSpace/i.test(said) || code === 14_031) {
    return {
      code: 'disk-full',
      exit: Exit.target,
      message: `the server's disk is full: ${said}`,
      safe: whole,
      next: `make room, and ${again}`,
    };
  }
  return {
    code: 'server',
    exit: Exit.target,
    message: `the server refused: ${said}`,
    safe: whole,
    next: `mend the cause, and ${again}`,
  };
}

/** The driver hands on some errors of sockets as they are. */
function isSocketError(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return ['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ERR_STREAM_DESTROYED'].includes(code ?? '');
}

function isAuthentication(error: Error): boolean {
  return error instanceof MongoServerError && [18, 8000, 11].includes(Number(error.code));
}

/** The driver tells it as an error of the network; which it is, the cause at the bottom says. */
function isTls(error: Error): boolean {
  for (const one of causesOf(error)) {
    const { code } = one as NodeJS.ErrnoException;
    if (/^(?:ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_SSL)/.test(code ?? '')) return true;
    if (/certificate|unable to verify|altnames/i.test(one.message)) return true;
  }
  return false;
}

function* causesOf(error: Error): Generator<Error> {
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  for (const one of queue) {
    if (!(one instanceof Error) || seen.has(one)) continue;
    seen.add(one);
    yield one;
    queue.push(one.cause);
    const servers = (one as { reason?: { servers?: ReadonlyMap<string, { error: unknown }> } }).reason?.servers;
    if (servers instanceof Map) for (const { error: cause } of servers.values()) queue.push(cause);
  }
}

/** The first line, without what stands between `//` and `@`. */
function saidOf({ message }: Error): string {
  return redacted(message.split('\n')[0] ?? '');
}

const redacted = (text: string): string => text.replaceAll(/\/\/[^/@\s]*@/g, '//');

function withoutSecrets(error: Error): Error {
  error.message = redacted(error.message);
  return error;
}
