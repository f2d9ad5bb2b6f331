/** Where the server is and how to get in, from the options of the sink; nothing of the driver is known here. */
import { Exit, SeedctlError } from '../../model/errors.ts';

export interface PostgresOptions {
  readonly url: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly database: string | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly schema: string | null;
  readonly tls: boolean | null;
  readonly tls_ca: string | null;
  readonly tls_cert: string | null;
  readonly tls_key: string | null;
  readonly tls_insecure: boolean | null;
  readonly timeout: number | null;
  readonly production: boolean;
}

/** What is not said is null: then the variables of libpq (`PGHOST`, `PGUSER`, …) hold, and then its defaults. */
export interface Settings extends Omit<PostgresOptions, 'url' | 'schema' | 'timeout' | 'tls_insecure'> {
  readonly schema: string;
  readonly tls_insecure: boolean;
  /** Seconds. */
  readonly timeout: number;
}

type Written = Partial<PostgresOptions>;

export const SCHEMA = 'public';
/** Seconds. */
export const TIMEOUT = 15;

/** What is written beside `url` holds before what is in it. */
export function settingsOf({ url, ...beside }: PostgresOptions): Settings {
  const named = url === null ? {} : optionsOfUrl(url);
  const said = Object.fromEntries(Object.entries(beside).filter(([, value]) => value !== null));
  const nothing: Omit<PostgresOptions, 'url'> = {
    ...{ host: null, port: null, database: null, user: null, password: null, schema: null, timeout: null },
    ...{ tls: null, tls_ca: null, tls_cert: null, tls_key: null, tls_insecure: null, production: false },
  };
  const all = { ...nothing, ...named, ...said } as Omit<PostgresOptions, 'url'>;
  return {
    ...all,
    schema: all.schema ?? SCHEMA,
    timeout: all.timeout ?? TIMEOUT,
    tls_insecure: all.tls_insecure ?? false,
  };
}

/** Without user's secrets and without what is usual: `postgres://ada@db.example.org/metrics`. */
export function labelOf(options: PostgresOptions): string {
  const { host, port, user, database, schema } = settingsOf(options);
  const inside = (text: string) => encodeURIComponent(text).replaceAll('%2F', '/');
  const socket = host?.startsWith('/') === true;
  const where = `${user === null ? '' : `${inside(user)}@`}${socket ? '' : (host ?? '')}${port === null ? '' : `:${port}`}`;
  const more = [socket ? `host=${inside(host)}` : '', schema === SCHEMA ? '' : `schema=${inside(schema)}`].filter(
    Boolean,
  );
  return `postgres://${where}/${inside(database ?? '')}${more.length === 0 ? '' : `?${more.join('&')}`}`;
}

const parameters: { readonly [name: string]: (value: string) => Written } = {
  host: (host) => ({ host }),
  schema: (schema) => ({ schema }),
  sslmode: sslMode,
  sslrootcert: (tls_ca) => ({ tls_ca }),
  sslcert: (tls_cert) => ({ tls_cert }),
  sslkey: (tls_key) => ({ tls_key }),
  tls_insecure: (value) => ({ tls_insecure: value === 'true' }),
  connect_timeout: (value) => ({ timeout: secondsOf(value) }),
  timeout: (value) => ({ timeout: secondsOf(value) }),
  application_name: () => ({}),
};

const ESCAPES = 'characters such as @ / : # in a user or password are written %40 %2F %3A %23';

/** @throws SeedctlError (exit 2) without what the URL holds: a password may be in any part of it */
export function optionsOfUrl(text: string): Written {
  if (!/^postgres(ql)?:\/\//i.test(text)) {
    throw unreadable('it begins otherwise', ESCAPES);
  }
  let url: URL;
  try {
    // A user and no host, as libpq allows: URLs in general do not.
    url = new URL(text.replace(/^(\w+:\/\/[^/?#]*@)(?=[/?]|$)/, '$1localhost'));
  } catch {
    throw unreadable('it cannot be read', ESCAPES);
  }
  const part = (value: string) => {
    try {
      return decodeURIComponent(value);
    } catch {
      throw unreadable('it holds a % that is no code of a character', 'write a percent sign itself as %25');
    }
  };
  const said = {
    host: part(url.hostname).replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? '' : Number(url.port),
    user: part(url.username),
    password: part(url.password),
    database: part(url.pathname.slice(1)),
  };
  let written = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')) as Written;
  for (const [name, value] of url.searchParams) {
    const read = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (read === undefined) {
      // What looks like a name may be the rest of a password that holds a question mark.
      const shown = /^[a-z_]+$/.test(name) ? `: ${name}` : '';
      throw unreadable(
        `it has a parameter that is not known${shown}`,
        `known are ${Object.keys(parameters).join(', ')}`,
      );
    }
    written = { ...written, ...read(value) };
  }
  return written;
}

function sslMode(mode: string): Written {
  switch (mode) {
    case 'disable':
      return { tls: false };
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return { tls: true };
    case 'no-verify':
      return { tls: true, tls_insecure: true };
    default:
      throw unreadable(
        `sslmode=${mode} does not say whether the connection is safe`,
        'write sslmode=require (the certificate is checked), no-verify or disable',
      );
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1) return seconds;
  throw unreadable('its timeout is no number of seconds', 'write a whole number, such as timeout=15');
}

const unreadable = (what: string, next: string): SeedctlError =>
  new SeedctlError({
    code: 'postgres-url',
    exit: Exit.usage,
    message: `the URL of the PostgreSQL server is not one that seedctl understands: ${what}`,
    safe: 'nothing was connected to',
    next: `write postgres://user@host:5432/database; ${next}`,
  });
