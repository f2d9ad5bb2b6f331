import { boolean, integer, text } from '../../model/field.ts';
import { quoteForShell } from '../shell.ts';
import { defineSink } from '../sink.ts';
import { labelOf, optionsOfUrl, SCHEMA, TIMEOUT } from './settings.ts';

export const postgres = defineSink({
  kind: 'postgres',
  summary:
    'A PostgreSQL database, with TimescaleDB where it is there: tables with types, keys, comments and ready views.',
  fields: {
    url: text({
      summary: 'Where the server is. What is written beside it holds before what is in it.',
      optional: true,
      examples: ['postgres://ada@db.example.org:5432/metrics?sslmode=require'],
    }),
    host: text({
      summary:
        'A name, an address, or the folder of a Unix socket. Where nothing is written: `PGHOST`, else localhost.',
      optional: true,
      examples: ['db.example.org'],
    }),
    port: integer({
      summary: 'Where the server listens.',
      optional: true,
      minimum: 1,
      maximum: 65535,
      examples: [5432],
    }),
    database: text({ summary: 'The database; it must be there.', optional: true, examples: ['metrics'] }),
    user: text({ summary: 'As whom.', optional: true, examples: ['ada'] }),
    password: text({
      summary: 'Better left to the environment. Where nothing is written: `PGPASSWORD`, else what `~/.pgpass` says.',
      optional: true,
      examples: ['${PGPASSWORD}'],
    }),
    schema: text({
      summary: `Where tables and views are; it is made where it does not exist. By default ${SCHEMA}.`,
      optional: true,
      examples: ['history'],
    }),
    tls: boolean({
      summary: 'Encrypt, and check the certificate of the server. `sslmode=require` in a URL.',
      optional: true,
      examples: [true],
    }),
    tls_ca: text({
      summary: 'A file with the certificates that are trusted, in PEM. `sslrootcert` in a URL.',
      optional: true,
      examples: ['certs/ca.pem'],
    }),
    tls_cert: text({
      summary: 'A file with the certificate that we show. `sslcert` in a URL.',
      optional: true,
      examples: ['certs/client.pem'],
    }),
    tls_key: text({
      summary: 'A file with the key of that certificate. `sslkey` in a URL.',
      optional: true,
      examples: ['certs/client.key'],
    }),
    tls_insecure: boolean({
      summary: 'Encrypt, and accept any certificate, signed by whomever. `sslmode=no-verify` in a URL.',
      optional: true,
      examples: [true],
    }),
    timeout: integer({
      summary: `How long the server may be silent before it counts as away. By default ${TIMEOUT} s.`,
      optional: true,
      minimum: 1,
      unit: 's',
      examples: [15],
    }),
    production: boolean({ summary: 'Never clean here: --clean refuses.', default: false }),
  },
  examples: [
    { kind: 'postgres', url: '${DATABASE_URL}' },
    {
      kind: 'postgres',
      host: 'db.example.org',
      database: 'metrics',
      user: 'ada',
      password: '${PGPASSWORD}',
      tls: true,
    },
  ],
  schemes: ['postgres', 'postgresql'],
  // The driver reads them too, but of `.env` it knows nothing.
  variables: { host: 'PGHOST', port: 'PGPORT', database: 'PGDATABASE', user: 'PGUSER', password: 'PGPASSWORD' },
  parseUrl: optionsOfUrl,
  label: labelOf,
  // Large enough that a transaction costs nothing beside its rows, small enough that little is lost with one.
  traits: { groupRecords: 250_000, ledger: true, follow: true },
  look(options, tables, views) {
    const first = views[0] ?? tables[0];
    if (first === undefined) return null;
    return `psql ${quoteForShell(labelOf(options))} -c 'select * from "${first.name}" limit 10'`;
  },
  async contents(options, queries) {
    const { readContents } = await import('./contents.ts');
    return readContents(options, queries);
  },
  async check(options, context, request) {
    const { checkPostgres } = await import('./check.ts');
    return checkPostgres(options, context, request);
  },
  async open(options, context) {
    const { openPostgres } = await import('./target.ts');
    return openPostgres(options, context);
  },
});
