/** A run in a process of its own, to be killed: writes what the ledger lacks of some twenty-five groups, cleaning first if asked. */
import { openMongoDB } from '../../../src/sinks/mongodb/target.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, streams, work } from '../sample.ts';
import { optionsOf } from './options.ts';

const [url = '', clean] = process.argv.slice(2);
const target = await openMongoDB(optionsOf({ url }), context({ batchSize: 40 }));
try {
  process.stdout.write('open\n');
  if (clean === 'clean') await target.clean(null, streams());
  const held = new Set((await target.ledger(streams())).map(({ stream, range }) => `${stream} ${range.from}`));
  await target.setUp([assetsTable, metricsTable, incidentsTable], []);
  process.stdout.write('ready\n');
  for (let day = 0; day < 12; day++) {
    const missing = groups(days(day, day + 1), streams().slice(day === 0 ? 0 : 1)).filter(
      ({ stream, range }) => !held.has(`${stream.id} ${range.from}`),
    );
    await Promise.all(missing.map((group) => target.write(work(group))));
  }
  await target.finish();
} finally {
  await target.close();
}
