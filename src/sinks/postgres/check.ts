/** Looks whether a run could write into a database, and what it would make there; nothing is changed. */
import type { CheckRequest, SetUpChange } from '../check.ts';
import type { SinkContext } from '../sink.ts';
import { findTable, hasSchema } from './catalogue.ts';
import { missingPrivilege } from './failure.ts';
import { hasLedger, isProduction } from './ledger.ts';
import { assertFree } from './lease-store.ts';
import { Server, type Transaction } from './server.ts';
import { planIndexes, planSetUp } from './set-up.ts';
import { labelOf, type PostgresOptions, settingsOf } from './settings.ts';
import { timescaleIn } from './timescale.ts';
import { quoted } from '../sql.ts';
import { checkWritable } from './version.ts';

export async function checkPostgres(
  options: PostgresOptions,
  context: SinkContext,
  { tables, views, tell }: CheckRequest,
): Promise<void> {
  const settings = settingsOf(options);
  const label = labelOf(options);
  const { schema } = settings;
  const server = await Server.open(settings, label);
  try {
    await server.transaction((transaction) => tellServer(transaction, tell));
    // Not in a transaction of ours that only reads: whether others may write is the question.
    await server.transaction((transaction) => checkWritable(transaction, label));
    await server.transaction(
      async (transaction) => {
        const ledger = await hasLedger(transaction);
        tell({ rights: await rightsIn(transaction, label, schema, ledger) });
        const timescale = await timescaleIn(transaction);
        const production = ledger && (await isProduction(transaction));
        tell({
          more: {
            TimescaleDB: timescale === null ? 'not in this database' : await versionOf(transaction),
            ...(production ? { production: 'marked in its ledger: never cleaned' } : {}),
          },
        });
        const plan = await planSetUp(transaction, { schema, tables, views, zone: context.zone, production: false });
        const changes: SetUpChange[] = ledger ? [] : [{ object: 'seedctl', change: 'make the schema of the ledger' }];
        for (const { object, statements } of plan.changes) {
          for (const statement of statements.filter(isForPeople)) {
            changes.push({ object, change: statement.replaceAll(/\s+/g, ' ').trim() });
          }
        }
        for (const table of tables) {
          for (const change of await planIndexes(transaction, schema, table))
            changes.push({ object: table.name, change });
        }
        tell({ changes });
        if (ledger) await assertFree(transaction, label, { scenario: context.scenario, schema });
      },
      { readOnly: true },
    );
  } finally {
    await server.close();
  }
}

/** Comments, and what the ledger notes of views. */
const isForPeople = (statement: string): boolean =>
  !/^(?:COMMENT|(?:DELETE FROM|INSERT INTO) seedctl\.)/.test(statement);

async function tellServer(transaction: Transaction, tell: CheckRequest['tell']): Promise<void> {
  const [about] = await transaction.rows(
    `SELECT current_setting('server_version') AS version, current_user::text AS user_name,
       (SELECT version || ', ' || cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl) AS tls`,
  );
  tell({
    server: { name: 'PostgreSQL', version: about!['version'] as string },
    user: about!['user_name'] as string,
    tls: about!['tls'] as string | null,
  });
}

async function versionOf(transaction: Transaction): Promise<string> {
  const [found] = await transaction.rows(`SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'`);
  return found!['extversion'] as string;
}

/** What a run needs to be allowed. @throws SeedctlError (exit 8) with the GRANT that is missing */
async function rightsIn(transaction: Transaction, label: string, schema: string, ledger: boolean) {
  const [is] = await transaction.rows(
    `SELECT current_user::text AS user_name, current_database()::text AS database,
       has_database_privilege(current_database(), 'CREATE') AS may_create,
       has_database_privilege(current_database(), 'TEMPORARY') AS may_stage`,
  );
  const who = quoted(is!['user_name'] as string);
  const database = quoted(is!['database'] as string);
  const need = (has: boolean, what: string, grant: string): string => {
    if (!has) throw missingPrivilege(label, `the user may not ${what}`, `GRANT ${grant} TO ${who};`);
    return what;
  };
  const rights = [need(is!['may_stage'] === true, 'make temporary tables', `TEMPORARY ON DATABASE ${database}`)];
  const there = await hasSchema(transaction, schema);
  if (!ledger || !there) {
    rights.push(need(is!['may_create'] === true, 'make schemas', `CREATE ON DATABASE ${database}`));
  }
  if (there) {
    const [into] = await transaction.rows(`SELECT has_schema_privilege($1, 'USAGE, CREATE') AS may`, [schema]);
    rights.push(need(into!['may'] === true, `make tables in ${schema}`, `USAGE, CREATE ON SCHEMA ${quoted(schema)}`));
  }
  if (ledger) {
    const groups = await findTable(transaction, 'seedctl', 'groups');
    const may = groups?.mayInsert === true && groups.mayRead;
    rights.push(need(may, 'write to its ledger', 'SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA seedctl'));
  }
  return rights;
}
