/** Where a MongoDB is, from a URL or from single options; nothing here needs the driver. */
import { Exit, SeedctlError } from '../../model/errors.ts';
import { boolean, integer, text, type Values } from '../../model/field.ts';

export const mongodbFields = {
  url: text({
    summary: 'Where it is, as `mongodb://` or `mongodb+srv://`; the options below but the last two are not read then.',
    optional: true,
    examples: ['mongodb://127.0.0.1:27017/pmi', '${MONGODB_URL}'],
  }),
  host: text({ summary: 'The server, else `MONGODB_HOST`.', default: 'localhost' }),
  port: integer({ summary: 'Its port, else `MONGODB_PORT`.', default: 27_017, minimum: 1, maximum: 65_535 }),
  database: text({ summary: 'The database, else `MONGODB_DATABASE`.', optional: true, examples: ['pmi'] }),
  username: text({ summary: 'Who connects, else `MONGODB_USERNAME`.', optional: true }),
  password: text({ summary: 'Else `MONGODB_PASSWORD`.', optional: true, examples: ['${MONGODB_PASSWORD}'] }),
  auth_source: text({ summary: 'The database that knows the user.', default: 'admin' }),
  ssl: boolean({ summary: 'TLS, else `MONGODB_SSL_ENABLED`.', default: false }),
  ca_file: text({ summary: 'Certificates to trust, in PEM.', optional: true, examples: ['certificates/ca.pem'] }),
  insecure_tls: boolean({
    summary: 'Accept any certificate, for any host: whoever is in between reads along.',
    default: false,
  }),
  time_series: boolean({
    summary: 'Tables that hold metrics alone become time-series collections; they take no validator.',
    default: false,
  }),
  production: boolean({ summary: 'Never clean here: --clean refuses.', default: false }),
};

/** Variables that stand for options which are not written, as the application's own configuration names them. */
export const mongodbVariables = {
  host: 'MONGODB_HOST',
  port: 'MONGODB_PORT',
  database: 'MONGODB_DATABASE',
  username: 'MONGODB_USERNAME',
  password: 'MONGODB_PASSWORD',
  ssl: 'MONGODB_SSL_ENABLED',
} as const;

export type MongoDBOptions = Values<typeof mongodbFields>;

/** A connection string of which the parts that matter here are known. */
export interface Address {
  /** With its password: for the driver alone. */
  readonly uri: string;
  readonly database: string;
  /** Without user, password and parameters. */
  readonly label: string;
}

export const WRITE_URL =
  'write mongodb://user@host:27017/database; characters such as @ / : # in a user or password are written %40 %2F %3A %23';

const URI = /^(mongodb(?:\+srv)?:\/\/)(?:([^@/?]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/s;

/** @throws SeedctlError (exit 3) where there is no database, or one that is the server's own */
export function addressOf(options: MongoDBOptions): Address {
  const uri = options.url ?? uriOf(options);
  const match = URI.exec(uri);
  if (match === null)
    throw invalid('not-a-url', 'the url is no mongodb:// or mongodb+srv:// URL', 'mongodb', WRITE_URL);
  const [, scheme = '', , hosts = '', path = ''] = match;
  const database = decoded(path);
  const label = `${scheme}${hosts}/${database}`;
  checkDatabase(database, label);
  return { uri, database, label };
}

function uriOf({ host, port, database, username, password, auth_source: source }: MongoDBOptions): string {
  const encode = encodeURIComponent;
  const user = username === null ? '' : `${encode(username)}:${encode(password ?? '')}@`;
  // An address of IPv6 stands in brackets.
  const where = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const known = username === null ? '' : `?authSource=${encode(source)}`;
  return `mongodb://${user}${where}:${port}/${encode(database ?? '')}${known}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What MongoDB allows in the name of a database, on every system that it runs on. */
function checkDatabase(database: string, label: string): void {
  if (database === '') {
    throw invalid('no-database', `${label} names no database`, label, 'write it behind the host: mongodb://host/name');
  }
  if (['admin', 'local', 'config'].includes(database.toLowerCase())) {
    throw invalid('reserved-database', `${database} is the server’s own database`, label, 'name another one');
  }
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\u0000-\u001f/\\. "$*<>:|?]/.test(database) || Buffer.byteLength(database) > 63) {
    throw invalid(
      'unsafe-name',
      `${JSON.stringify(database)} cannot be the name of a database`,
      label,
      'write letters, digits, _ and -, at most 63 bytes',
    );
  }
}

const invalid = (code: string, message: string, place: string, next?: string): SeedctlError =>
  new SeedctlError({ code, exit: Exit.invalid, message, place, safe: 'nothing was written', next });
