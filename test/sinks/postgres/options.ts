/** Options of the sink as a URL gives them, and others beside them. */
import { optionsOfUrl, type PostgresOptions, settingsOf } from '../../../src/sinks/postgres/settings.ts';

const nothing: PostgresOptions = {
  ...{ url: null, host: null, port: null, database: null, user: null, password: null, schema: null },
  ...{ tls: null, tls_ca: null, tls_cert: null, tls_key: null, tls_insecure: null, timeout: null, production: false },
};

export function optionsFor(url: string, more: Partial<PostgresOptions> = {}): PostgresOptions {
  return { ...nothing, ...settingsOf({ ...nothing, ...optionsOfUrl(url) }), ...more };
}
