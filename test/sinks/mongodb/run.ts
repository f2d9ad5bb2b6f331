/**
 * A run in a process of its own: writes what the ledger lacks of some twenty-five groups; `other-ids`: values alone,
 * where no `_id` is to be relied on.
 */
import { openMongoDB } from '../../../src/sinks/mongodb/target.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, streams, work } from '../sample.ts';
import { optionsOf } from './options.ts';
import { otherIds } from './other-ids.ts';

const [url = '', how] = process.argv.slice(2);
const unkeyed = how === 'other-ids';
const target = await openMongoDB(optionsOf({ url }), context({ batchSize: 40 }), unkeyed ? { otherIds } : {});
try {
  process.stdout.write('open\n');
  const held = new Set((await target.ledger(streams())).map(({ stream, range }) => `${stream} ${range.from}`));
  await target.setUp(unkeyed ? [metricsTable] : [assetsTable, metricsTable, incidentsTable], []);
  process.stdout.write('ready\n');
  for (let day = 0; day < 12; day++) {
    const all = unkeyed ? [streams()[1]] : streams().slice(day === 0 ? 0 : 1);
    const missing = groups(days(day, day + 1), all).filter(
      ({ stream, range }) => !held.has(`${stream.id} ${range.from}`),
    );
    await Promise.all(missing.map((group) => target.write(work(group))));
  }
  await target.finish();
} finally {
  await target.close();
}
