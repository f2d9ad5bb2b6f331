/** Looks whether a run could write into a database; nothing is made there, and no lease is taken. */
import type { Db } from 'mongodb';
import type { Table } from '../../model/table.ts';
import type { CheckRequest, SetUpChange } from '../check.ts';
import type { SinkContext } from '../sink.ts';
import { findCollection, isSame, validatorOf } from './collections.ts';
import { connect } from './connection.ts';
import { asMongoError } from './failure.ts';
import { assertFree } from './lease-store.ts';
import { hasLedger, isProduction, ledgerOf, ownedCollections, type Ledger } from './ledger.ts';
import { checkKeys, checkTables } from './names.ts';
import type { MongoDBOptions } from './options.ts';
import { assertRights, ledgerNeeds, needOf, readPrivileges } from './rights.ts';
import { refuseValidator, seriesColumnsOf } from './time-series.ts';
import { pipelineOf, stateOf } from './views.ts';

export async function checkMongoDB(
  options: MongoDBOptions,
  context: SinkContext,
  request: CheckRequest,
): Promise<void> {
  const { tables, views, planned, tell } = request;
  const { signal, log, workers, zone } = context;
  const connection = await connect(options, { signal, log, workers });
  const { database, encrypted, label } = connection;
  try {
    checkTables(tables, database.databaseName);
    checkKeys(planned);
    for (const table of tables) {
      if (options.time_series && seriesColumnsOf(table.name, planned) !== null) refuseValidator(table);
    }
    tell({ tls: encrypted });
    tell({ server: await serverOf(database) });
    await tellRights(database, tell);
    assertRights(await readPrivileges(database), database.databaseName, [...ledgerNeeds, ...tables.map(needOf)]);
    const ledger = ledgerOf(connection);
    const there = await hasLedger(ledger);
    if (there && (await isProduction(ledger))) tell({ more: { production: 'marked in its ledger: never cleaned' } });
    const changes: SetUpChange[] = there ? [] : [{ object: 'seedctl_…', change: 'make the collections of the ledger' }];
    for (const table of tables) changes.push(...(await changesOf(database, table, ledger)));
    for (const view of views) {
      const found = await findCollection(database, view.name);
      const state = await stateOf(database, view, found, pipelineOf(view, zone), ownedCollections(ledger));
      if (state === 'another') changes.push({ object: view.name, change: 'change the view' });
      else if (state !== 'as it should be')
        changes.push({ object: view.name, change: 'make the view, where the server has views' });
    }
    tell({ changes });
    await assertFree(connection, context.scenario);
  } catch (error) {
    throw asMongoError(error, label);
  } finally {
    await connection.close();
  }
}

async function serverOf(database: Db): Promise<{ readonly name: string; readonly version: string }> {
  const build = await database.command({ buildInfo: 1 });
  const ferret = build['ferretdb'] as { version?: string } | undefined;
  if (ferret?.version === undefined) return { name: 'MongoDB', version: String(build['version']) };
  return { name: 'FerretDB', version: `${ferret.version.replace(/^v/, '')}, as MongoDB ${String(build['version'])}` };
}

interface Status {
  readonly authenticatedUsers?: readonly { readonly user: string }[];
  readonly authenticatedUserRoles?: readonly { readonly role: string; readonly db: string }[];
}

/** The free space is told by MongoDB alone, the roles by servers that have some. */
async function tellRights(database: Db, tell: CheckRequest['tell']): Promise<void> {
  const { authInfo = {} } = (await database.command({ connectionStatus: 1 })) as { authInfo?: Status };
  const user = authInfo.authenticatedUsers?.[0]?.user;
  if (user !== undefined) tell({ user });
  const roles = (authInfo.authenticatedUserRoles ?? []).map(({ role, db }) => `${role} on ${db}`);
  if (roles.length > 0) tell({ rights: roles });
  const stats = await database.command({ dbStats: 1 });
  const [total, used] = [stats['fsTotalSize'] as unknown, stats['fsUsedSize'] as unknown];
  if (typeof total === 'number' && typeof used === 'number') tell({ freeBytes: total - used });
}

async function changesOf(database: Db, table: Table, ledger: Ledger): Promise<readonly SetUpChange[]> {
  const { name: object, indexes } = table;
  const found = await findCollection(database, object);
  const validator = validatorOf(table);
  const changes: string[] = [];
  if (found === null)
    changes.push(validator === null ? 'make the collection' : 'make the collection, with its validator');
  else if (validator !== null && !isSame(found.validator, validator)) {
    const own = await ownedCollections(ledger).has(object);
    changes.push(own ? 'set the validator' : 'nothing: its own rules stay');
  }
  const there = found === null ? [] : await database.collection(object).indexes();
  const known = new Set(there.map(({ key }) => JSON.stringify(Object.keys(key as object))));
  for (const columns of indexes) {
    if (!known.has(JSON.stringify(columns))) changes.push(`make an index by ${columns.join(', ')}, once it is filled`);
  }
  return changes.map((change) => ({ object, change }));
}
