/** A run in a process of its own: writes what the ledger lacks of some twenty-five groups. */
import { openPostgres } from '../../../src/sinks/postgres/target.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, streams, work } from '../sample.ts';
import { optionsFor } from './options.ts';

const [url = ''] = process.argv.slice(2);
const target = await openPostgres(optionsFor(url), context());
try {
  const held = new Set((await target.ledger()).map(({ stream, range }) => `${stream} ${range.from}`));
  await target.setUp([assetsTable, metricsTable, incidentsTable], []);
  process.stdout.write('ready\n');
  for (let day = 0; day < 12; day++) {
    for (const group of groups(days(day, day + 1), streams().slice(day === 0 ? 0 : 1))) {
      if (!held.has(`${group.stream.id} ${group.range.from}`)) await target.write(work(group));
    }
  }
  await target.finish();
} finally {
  await target.close();
}
