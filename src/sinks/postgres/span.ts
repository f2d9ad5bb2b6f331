/**
 * Stretches of series that hold the rows of one group alone. They may be claimed as such where, when they are written,
 * neither a row nor another stretch lies in them, and nobody else is about to write one.
 */
import type { KeySpan } from '../../model/span.ts';
import type { Table } from '../../model/table.ts';
import { literal, quoted } from '../sql.ts';
import { instantOf } from './instant.ts';
import type { Transaction } from './server.ts';
import { nameIn } from './tables.ts';

/** Whether these stretches may be claimed; nobody else can claim any of the table until the transaction ends. */
export async function areClear(
  transaction: Transaction,
  schema: string,
  { name, key }: Table,
  spans: readonly KeySpan[],
): Promise<boolean> {
  const table = nameIn(schema, name);
  const [lock] = await transaction.rows(
    `SELECT pg_try_advisory_xact_lock(hashtextextended(${literal(`seedctl spans of ${table}`)}, 0)) AS taken`,
  );
  if (lock!['taken'] !== true) return false;
  // Each is looked up by the key, whatever the planner knows of a table that was filled just now.
  await transaction.run('SET LOCAL enable_seqscan = off; SET LOCAL jit = off');
  const wanted = spans.map((span) => ({ key: span.key, since: span.range.from, until: span.range.to }));
  const same = key!.map((column, i) =>
    spans[0]!.key[i] === null
      ? `t.${quoted(column)} >= ${instantOf('one.since')} AND t.${quoted(column)} < ${instantOf('one.until')}`
      : `t.${quoted(column)} = one.key[${i + 1}]`,
  );
  const time = quoted(key![spans[0]!.key.indexOf(null)]!);
  const columns = `ARRAY[${key!.map(literal).join(', ')}]`;
  const rows = await transaction.rows(
    `SELECT 1 FROM jsonb_to_recordset($1::jsonb) AS one (key text[], since float8, until float8)
     CROSS JOIN LATERAL (
       (SELECT 1 FROM ${table} AS t WHERE ${[...same, ...allWithin(`t.${time}`, spans)].join(' AND ')} LIMIT 1)
       UNION ALL
       (SELECT 1 FROM seedctl.spans AS s JOIN seedctl.groups USING ("group") JOIN seedctl.streams AS r USING (stream)
        WHERE s.key = one.key AND s.since < ${instantOf('one.until')} AND s.until > ${instantOf('one.since')}
          AND r.target_schema = ${literal(schema)} AND r.table_name = ${literal(name)} AND r.key = ${columns} LIMIT 1)
     ) AS there LIMIT 1`,
    [JSON.stringify(wanted)],
  );
  await transaction.run('SET LOCAL enable_seqscan = on');
  return rows.length === 0;
}

/** Years that literals of instants have in JavaScript as in SQL. */
const LITERALS = { from: Date.UTC(1970, 0, 1), to: Date.UTC(9999, 11, 31) };

/** The same for all of them: constants, by which the planner leaves out parts of a table that are about other times. */
function allWithin(time: string, spans: readonly KeySpan[]): readonly string[] {
  const from = spans.reduce((least, { range }) => Math.min(least, range.from), Infinity);
  const to = spans.reduce((most, { range }) => Math.max(most, range.to), -Infinity);
  if (from < LITERALS.from || to > LITERALS.to) return [];
  const instant = (ms: number) => `timestamptz ${literal(new Date(ms).toISOString())}`;
  return [`${time} >= ${instant(from)}`, `${time} < ${instant(to)}`];
}
