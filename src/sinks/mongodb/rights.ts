/**
 * What the user may do, where the server says so. From MongoDB's manual: `connectionStatus` with `showPrivileges` answers
 * with actions by resource; an empty name of a database or collection stands for all of them. Other servers name no
 * privileges; there the first command that is refused tells, during set-up.
 */
import { type Db, MongoServerError } from 'mongodb';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Table } from '../../model/table.ts';
import { LEDGER } from './ledger.ts';

export interface Privilege {
  readonly resource: {
    readonly db?: string;
    readonly collection?: string;
    readonly anyResource?: boolean;
  };
  readonly actions: readonly string[];
}

/** Null: the server does not say, or asks nobody who he is. */
export async function readPrivileges(database: Db): Promise<readonly Privilege[] | null> {
  try {
    const { authInfo } = await database.command({ connectionStatus: 1, showPrivileges: true });
    const { authenticatedUsers: users, authenticatedUserPrivileges: told } = (authInfo ?? {}) as {
      authenticatedUsers?: readonly unknown[];
      authenticatedUserPrivileges?: readonly Privilege[];
    };
    return users === undefined || users.length === 0 ? null : (told ?? null);
  } catch (error) {
    if (error instanceof MongoServerError) return null;
    throw error;
  }
}

/** Actions that are needed on a collection. */
export interface Need {
  readonly collection: string;
  readonly actions: readonly string[];
}

/** Before the lease is taken. */
export const ledgerNeeds: readonly Need[] = LEDGER.map((collection) => ({
  collection,
  actions: ['find', 'insert', 'update', 'remove'],
}));

/** Removing is for what a run left that was killed; indexes are made once the collection is full. */
export const needOf = ({ name, indexes }: Table): Need => ({
  collection: name,
  actions: ['find', 'insert', 'remove', ...(indexes.length > 0 ? ['createIndex'] : [])],
});

/** @throws SeedctlError (exit 8) that names the first collection where something may not be done */
export function assertRights(privileges: readonly Privilege[] | null, database: string, needs: readonly Need[]): void {
  if (privileges === null) return;
  for (const { collection, actions } of needs) {
    const may = new Set(privileges.flatMap((one) => (covers(one, database, collection) ? one.actions : [])));
    const missing = actions.filter((action) => !may.has(action));
    if (missing.length === 0) continue;
    throw new SeedctlError({
      code: 'missing-rights',
      exit: Exit.target,
      message: `the user may not do this in ${database}.${collection}: ${missing.join(', ')}`,
      place: `${database}.${collection}`,
      safe: 'no record was written',
      next: 'give the user the role readWrite on this database, and dbAdmin for validators of collections that are there already',
    });
  }
}

function covers({ resource }: Privilege, database: string, collection: string): boolean {
  if (resource.anyResource === true) return true;
  const matches = (told: string | undefined, name: string): boolean => told === '' || told === name;
  return matches(resource.db, database) && matches(resource.collection, collection);
}
