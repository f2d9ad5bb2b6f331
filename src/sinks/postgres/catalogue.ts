/** What the server's catalogue says of one table. */
import type { Transaction } from './server.ts';

export interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** It is filled where nothing is given. */
  readonly hasDefault: boolean;
  /** It takes no value of ours. */
  readonly generated: boolean;
}

/** What keeps rows unique. */
export interface FoundKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly primary: boolean;
  /** A constraint of the table; else an index alone. */
  readonly constraint: boolean;
}

export interface FoundTable {
  readonly oid: number;
  /** `r` table, `p` partitioned table, `v` view, `m` materialized view, `f` foreign table. */
  readonly kind: string;
  readonly columns: readonly FoundColumn[];
  readonly keys: readonly FoundKey[];
  readonly exclusions: readonly string[];
  /** Columns of each index, unique or not. */
  readonly indexes: readonly (readonly string[])[];
  /** Who asks. */
  readonly user: string;
  readonly mayRead: boolean;
  readonly mayInsert: boolean;
}

/**
 * Asked of the catalogue itself: `to_regnamespace` and its like read a cache that waiting for an advisory lock does not
 * refresh, so what another transaction made meanwhile would be missed.
 */
export async function hasSchema(transaction: Transaction, schema: string): Promise<boolean> {
  return (await transaction.rows('SELECT 1 AS found FROM pg_namespace WHERE nspname = $1', [schema])).length > 0;
}

/** Null where there is nothing of that name. */
export async function findTable(transaction: Transaction, schema: string, name: string): Promise<FoundTable | null> {
  const [table] = await transaction.rows(
    `SELECT c.oid::int8::float8 AS oid, c.relkind::text AS kind, current_user::text AS user_name, has_table_privilege(c.oid, 'SELECT') AS may_read,
       has_table_privilege(c.oid, 'INSERT') AS may_insert
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`,
    [schema, name],
  );
  if (table === undefined) return null;
  const oid = table['oid'] as number;
  const columns = await transaction.rows(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable,
       atthasdef OR attidentity <> '' AS has_default, attgenerated <> '' OR attidentity = 'a' AS generated
     FROM pg_attribute WHERE attrelid = $1::float8::int8::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [oid],
  );
  const indexes = await transaction.rows(
    `SELECT c.relname AS name, i.indisprimary AS primary, i.indisunique AND i.indimmediate AS unique,
       i.indpred IS NOT NULL AS partial, i.indexprs IS NOT NULL AS computed,
       EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u')) AS constraint,
       (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number WHERE k.place <= i.indnkeyatts) AS columns
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
     WHERE i.indrelid = $1::float8::int8::oid AND i.indisvalid`,
    [oid],
  );
  const exclusions = await transaction.rows(
    `SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::float8::int8::oid AND contype = 'x'`,
    [oid],
  );
  const plain = indexes.filter((row) => row['partial'] !== true && row['computed'] !== true);
  return {
    oid,
    kind: table['kind'] as string,
    columns: columns.map((row) => ({
      name: row['name'] as string,
      type: row['type'] as string,
      nullable: row['nullable'] as boolean,
      hasDefault: row['has_default'] as boolean,
      generated: row['generated'] as boolean,
    })),
    keys: plain
      .filter((row) => row['unique'] === true)
      .map((row) => ({
        name: row['name'] as string,
        columns: row['columns'] as readonly string[],
        primary: row['primary'] as boolean,
        constraint: row['constraint'] as boolean,
      })),
    exclusions: exclusions.map(({ name: one }) => one as string),
    indexes: plain.map((row) => row['columns'] as readonly string[]),
    user: table['user_name'] as string,
    mayRead: table['may_read'] as boolean,
    mayInsert: table['may_insert'] as boolean,
  };
}
