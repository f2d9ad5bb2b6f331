/** Writes records whose keys may be in the table already: those that are there stay as they are. */
import type { Table } from '../../model/table.ts';
import type { Merged, MergeWork } from '../sink.ts';
import { list, quoted } from '../sql.ts';
import { type Database, releaseMemory } from './database.ts';
import type { LedgerWriter } from './ledger-writer.ts';
import { type Scan, selectRows } from './scan.ts';
import { aborted, keyOf } from './write.ts';

export type Merger = (work: MergeWork, signal: AbortSignal) => Promise<Merged>;

export function createMerger(database: Database, scan: Scan, ledger: LedgerWriter): Merger {
  return async (work, signal) => {
    const { table } = work.group.stream;
    let written = 0;
    try {
      await database.transaction(async () => {
        const batches = work.placed()[Symbol.iterator]();
        const first = batches.next();
        const staged = first.done === true ? null : first.value.table;
        if (staged === null) work.conflicts([]);
        else {
          const place = quoted(staged.columns.at(-1)!.name);
          const rows = `CREATE OR REPLACE TEMP TABLE seedctl_rows AS ${selectRows(staged, scan)}`;
          await scan.run(rows, staged, chain(first.value, batches), signal);
          // Most groups meet nothing: then a look at the keys is all that a merge costs.
          await database.run(`
            CREATE OR REPLACE TEMP TABLE seedctl_held AS
            SELECT s.${place} AS place, ${differs(table)} AS differs
            FROM temp.seedctl_rows AS s JOIN main.${quoted(table.name)} AS t ON ${sameKey(table)}${within(table)}`);
          const held = await database.rows('SELECT place FROM temp.seedctl_held WHERE differs ORDER BY place');
          work.conflicts(held.map((row) => row['place'] as number));
          const columns = list(table.columns.map(({ name }) => name));
          await database.run(
            'DELETE FROM temp.seedctl_rows WHERE seedctl_place IN (SELECT place FROM temp.seedctl_held)',
          );
          await database.run(
            `INSERT INTO main.${quoted(table.name)} (${columns}) SELECT ${columns} FROM temp.seedctl_rows`,
          );
          const [counted] = await database.rows('SELECT CAST(count(*) AS DOUBLE) AS n FROM temp.seedctl_rows');
          written = counted!['n'] as number;
        }
        const number = await ledger.append(work.group, { ...work.result(), records: written });
        if (staged !== null) {
          await database.run(`INSERT INTO seedctl.keys SELECT ${number}, ${keyOf(table.key!)} FROM temp.seedctl_rows`);
          await database.run('DROP TABLE temp.seedctl_rows');
          await database.run('DROP TABLE temp.seedctl_held');
        }
        return 'commit';
      });
    } catch (error) {
      ledger.forget();
      throw signal.aborted ? aborted(error, signal) : error;
    }
    await releaseMemory(database);
    return { written };
  };
}

function* chain<T>(first: T, rest: Iterator<T>): Generator<T> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

const sameKey = ({ key }: Table): string => key!.map((name) => `s.${quoted(name)} = t.${quoted(name)}`).join(' AND ');

function differs({ columns, key }: Table): string {
  const others = columns.filter(({ name }) => !key!.includes(name));
  if (others.length === 0) return 'false';
  return others.map(({ name }) => `s.${quoted(name)} IS DISTINCT FROM t.${quoted(name)}`).join(' OR ');
}

/** The table knows of each of its blocks which times are in it: those that are elsewhere are not looked at. */
function within({ columns, key }: Table): string {
  const time = columns.find(({ name, type }) => type === 'timestamp' && key!.includes(name));
  if (time === undefined) return '';
  const of = (bound: string) => `(SELECT ${bound}(${quoted(time.name)}) FROM temp.seedctl_rows)`;
  return ` AND t.${quoted(time.name)} BETWEEN ${of('min')} AND ${of('max')}`;
}
