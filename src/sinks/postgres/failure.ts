/** What the server, the driver or the network says, as something that a person can act on. */
import { Exit, type ExitCode, type Failure, SeedctlError } from '../../model/errors.ts';
import { quoted } from '../sql.ts';
import type { Settings } from './settings.ts';

/** What errors of the server carry. */
interface ServerError extends Error {
  readonly code?: string;
  readonly detail?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

const again = 'run the same command again: it goes on where this one stopped';
const whole = 'every group that was committed stays; the one that was being written was taken back';

const codeOf = (error: unknown): string => (error as ServerError).code ?? '';

/** Connection failures and shutdowns; what the sockets of Node say; what the driver says without a code. */
const CUT =
  /^(?:08...|57P0[123]|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const CUT_TEXT =
  /^(?:Connection terminated|timeout expired|the server has been silent|Client has encountered a connection)/;

/** The connection is gone, and perhaps only that. */
export const isCut = (error: unknown): boolean => CUT.test(codeOf(error)) || CUT_TEXT.test((error as Error).message);

/** The server is there, and cannot take us yet: it starts up, or has as many connections as it may have. */
export const isBusy = (error: unknown): boolean => ['57P03', '53300'].includes(codeOf(error));

/** Two transactions stood in each other's way, and this one gave way. */
export const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error));

export const isDuplicate = (error: unknown): boolean => codeOf(error) === '23505';

type Advice = Pick<Failure, 'code' | 'exit' | 'message' | 'next'> & { readonly place?: string };

/** By what the error says; the first that knows it holds. */
const known: readonly ((error: ServerError, settings: Settings) => Advice | null)[] = [
  ({ code, message }) =>
    code === '28P01' || code === '28000'
      ? advise(
          'not-let-in',
          Exit.target,
          `the server does not let us in: ${message}`,
          'check user and password, and what pg_hba.conf allows',
        )
      : null,
  ({ message }) =>
    /password must be a string|no password supplied/i.test(message)
      ? advise(
          'not-let-in',
          Exit.target,
          'the server asks for a password, and none was given',
          'give one in the URL, in the sink, or in PGPASSWORD',
        )
      : null,
  ({ code, message }) =>
    code === '3D000'
      ? advise('no-database', Exit.target, message, 'make it with `createdb`, or name another one')
      : null,
  ({ code, message }) => {
    if (!/CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO|EPROTO/.test(code ?? '') && !/\bSSL\b/i.test(message)) return null;
    const unencrypted = /does not support SSL/i.test(message);
    const demanded = code === undefined && /no encryption|SSL off/i.test(message);
    return advise(
      'tls',
      Exit.target,
      unencrypted ? 'the server does not encrypt connections' : `no safe connection to the server: ${message}`,
      unencrypted
        ? 'set up TLS there, or allow a plain connection with `tls: false` (sslmode=disable)'
        : demanded
          ? 'ask for TLS with `tls: true` (sslmode=require)'
          : 'name the certificate of its authority with `tls_ca` (sslrootcert=FILE), or accept any certificate with `tls_insecure: true` (sslmode=no-verify)',
    );
  },
  ({ code, message, schema, table }, settings) =>
    code === '42501'
      ? advise('missing-privilege', Exit.target, message, `${grantFor(message, settings, schema, table)}, and ${again}`)
      : null,
  ({ code, message }) =>
    code === '25006'
      ? advise(
          'read-only-server',
          Exit.target,
          `the server takes no writes: ${message}`,
          'connect to the primary, not to a replica; or turn off default_transaction_read_only',
        )
      : null,
  ({ code, message }) =>
    code === '53100' || /No space left on device/i.test(message)
      ? advise('disk-full', Exit.target, `the server's disk is full: ${message}`, `make room there, and ${again}`)
      : null,
  ({ code, message }) =>
    code === '53200'
      ? advise('out-of-memory', Exit.target, `the server has too little memory: ${message}`, again)
      : null,
  ({ code, message }) =>
    code === '57014'
      ? advise(
          'cancelled',
          Exit.target,
          `the server ended the statement: ${message}`,
          `see who or what cancels it there, and ${again}`,
        )
      : null,
  ({ code, message }) =>
    code === '53300'
      ? advise(
          'too-many-connections',
          Exit.unreachable,
          message,
          `wait, give fewer --workers, or raise max_connections; then ${again}`,
        )
      : null,
  ({ code, message }) =>
    code?.startsWith('58') === true || code?.startsWith('XX') === true
      ? advise('server-error', Exit.target, `the server failed: ${message}`, `look into its log, and ${again}`)
      : null,
  ({ code, message, table, column, constraint, detail }) => {
    if (code === undefined || !/^2[23]/.test(code)) return null;
    const drop =
      constraint !== undefined && table !== undefined
        ? `ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(constraint)}`
        : code === '23502' && table !== undefined && column !== undefined
          ? `ALTER TABLE ${quoted(table)} ALTER COLUMN ${quoted(column)} DROP NOT NULL`
          : null;
    return advise(
      'row-refused',
      Exit.target,
      `the server refuses a record: ${message}${detail === undefined ? '' : ` (${detail})`}`,
      drop === null
        ? 'change the table or the scenario, or choose another table with `to:`'
        : `change the scenario, or: ${drop};`,
      table,
    );
  },
  ({ code, message }) =>
    code?.startsWith('42') === true || code?.startsWith('0A') === true || code?.startsWith('2BP') === true
      ? advise(
          'schema',
          Exit.target,
          `the database does not take what is asked of it: ${message}`,
          'change what stands in the way, or choose another schema or database',
        )
      : null,
  (error) =>
    isCut(error) || isBusy(error)
      ? advise(
          'unreachable',
          Exit.unreachable,
          `the server cannot be reached: ${error.message || codeOf(error)}`,
          `see that it runs and that host and port are right; then ${again}`,
        )
      : null,
];

function advise(code: string, exit: ExitCode, message: string, next: string, place?: string): Advice {
  return { code, exit, message, next, ...(place === undefined ? {} : { place }) };
}

/** An error of the server or the driver as a `SeedctlError`; anything else, a bug of ours among it, as it is. */
export function asPostgresError(error: unknown, settings: Settings, label: string): unknown {
  if (error instanceof SeedctlError || !(error instanceof Error)) return error;
  // Where all addresses of a host refuse, Node throws one error for all of them, without words of its own.
  const { errors } = error as { readonly errors?: readonly ServerError[] };
  const one = errors?.[0] ?? error;
  for (const describe of known) {
    const advice = describe(one, settings);
    if (advice === null) continue;
    return new SeedctlError({ place: label, safe: whole, ...advice, message: hide(advice.message, settings) });
  }
  return error;
}

const hide = (text: string, { password }: Settings): string =>
  password === null || password === '' ? text : text.replaceAll(password, '***');

/** The statement that gives what is missing, as far as the server says what that is. */
function grantFor(message: string, { user, database, schema }: Settings, inSchema?: string, table?: string): string {
  const who = quoted(user ?? 'the user');
  const [, kind, name = ''] = /permission denied (?:for|to create) (\w+)(?: (?:for )?"?([^"]+)"?)?/.exec(message) ?? [];
  switch (kind) {
    case 'schema':
      return `GRANT USAGE, CREATE ON SCHEMA ${quoted(name)} TO ${who};`;
    case 'database':
      return `GRANT CREATE, TEMPORARY ON DATABASE ${quoted(name || (database ?? ''))} TO ${who};`;
    case 'table':
    case 'view':
    case 'relation':
      return `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoted(inSchema ?? schema)}.${quoted(table ?? name)} TO ${who};`;
    default:
      return /must be owner of/.test(message)
        ? `run as its owner, or GRANT the owner's role TO ${who};`
        : `GRANT what is missing TO ${who};`;
  }
}

export const missingPrivilege = (label: string, what: string, grant: string): SeedctlError =>
  new SeedctlError({
    code: 'missing-privilege',
    exit: Exit.target,
    message: what,
    place: label,
    safe: 'nothing was changed',
    next: `${grant}; then run the same command again`,
  });

export const unreadableFile = (path: string, error: unknown): SeedctlError =>
  new SeedctlError(
    {
      code: 'tls-file',
      exit: Exit.target,
      message: `a file of the TLS settings cannot be read: ${(error as Error).message}`,
      place: path,
      safe: 'nothing was connected to',
      next: 'name a file that can be read, in PEM',
    },
    { cause: error },
  );
