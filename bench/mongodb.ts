/**
 * A MongoDB server, against ready-made messages of the same documents over as many connections, and against what a
 * script in Python does: a dictionary a record, a thousand of them at once.
 */
import { type Db, MongoClient } from 'mongodb';
import { directOptions } from '../src/sinks/mongodb/direct.ts';
import { encoderOf } from '../src/sinks/mongodb/document.ts';
import { Page } from '../src/sinks/mongodb/page.ts';
import { probeSequence, type Sequence } from '../src/sinks/mongodb/sequence.ts';
import { createSimulation } from '../src/simulate/simulation.ts';
import { NOTHING_HELD } from '../src/run/coverage.ts';
import { groupsOf } from '../src/run/groups.ts';
import { at } from '../test/servers/database.ts';
import { type Benchmark, type Figure, median, ratio, seconds } from './harness.ts';
import { pmi, secondsInto, WORKERS } from './pmi.ts';
import { secondsOf } from './process.ts';
import { python } from './python.ts';
import { command, memoryOf } from './server-memory.ts';
import { withServer } from './servers.ts';
import { secondsToVerify } from './verify.ts';

const PAIRS = 5;
/** As many a message as the sink sends. */
const DOCUMENTS = 8192;
const PYTHON_RECORDS = 100_000;
const RECORDS = pmi.plan.records;

export const mongodb: Benchmark = {
  name: 'mongodb',
  summary: 'A MongoDB server, against ready-made messages, against Python, and by itself',
  run: () => withServer('mongodb', measure),
};

async function measure(uri: string): Promise<readonly Figure[]> {
  const name = `seedctl_bench_${process.pid}`;
  const target = at(uri, name);
  const client = new MongoClient(uri, { maxPoolSize: WORKERS, ...directOptions() });
  const database = client.db(name);
  /** In a database that is empty. */
  const fresh = async (work: () => Promise<number>): Promise<number> => {
    await database.dropDatabase();
    return work();
  };
  try {
    const sequence = (await probeSequence(database))!;
    const messages = ready();
    const processor: number[] = [];
    const ours = async (): Promise<number> => {
      const before = process.cpuUsage();
      const taken = await secondsInto(target);
      const { user, system } = process.cpuUsage(before);
      processor.push((user + system) / RECORDS);
      return taken;
    };
    const script = () => python('pymongo', 'bench/mongodb.py', uri, name, String(PYTHON_RECORDS));
    const limit = () => seconds(() => send(database, messages, sequence));
    await fresh(limit);
    const toLimit = await ratio(
      PAIRS,
      { name: 'seedctl', run: () => fresh(ours) },
      { name: 'ready messages', run: () => fresh(limit) },
    );
    messages.length = 0;
    const toPython = await ratio(
      3,
      { name: 'Python, for as many records', run: () => fresh(() => Promise.resolve(script() * RECORDS)) },
      { name: 'seedctl', run: () => fresh(ours) },
    );
    const again = await secondsOf(command(target, 14));
    // What the last run of the pairs before has left; the server takes long to go through it.
    const verified = await ratio(
      1,
      { name: 'verify', run: () => secondsToVerify(target) },
      { name: 'run', run: () => fresh(ours) },
    );
    const memory = await memoryOf('mongodb', target, () => database.dropDatabase());
    const lower = { better: 'lower' } as const;
    return [
      { name: 'mongodb', value: toLimit, unit: '× ready-made messages', target: 1.15, ...lower },
      { name: 'mongodb-processor', value: median(processor), unit: 'µs a document', target: 0.9, ...lower },
      { name: 'mongodb-python', value: toPython, unit: '× as fast as Python', target: 2, better: 'higher' },
      { name: 'mongodb-again', value: again, unit: 's with nothing to write', target: 2, ...lower },
      { name: 'mongodb-verify', value: verified, unit: '× the run', target: 0.5, ...lower },
      ...memory,
    ];
  } finally {
    await database.dropDatabase();
    await client.close();
  }
}

interface Message {
  readonly table: string;
  readonly section: Buffer;
}

/** All documents of the set as the messages that bring them. */
function ready(): Message[] {
  const messages: Message[] = [];
  const simulation = createSimulation(pmi.plan);
  const page = new Page();
  for (const { group, covered } of groupsOf(pmi.plan, NOTHING_HELD, 100_000)) {
    const { id, kind, keyColumns, table } = group.stream;
    const flush = () => {
      if (page.count > 0) messages.push({ table: table.name, section: Buffer.from(page.section()) });
      page.clear();
    };
    flush();
    for (const batch of simulation.records(group, covered).batches()) {
      const encoder = encoderOf(batch, id, kind === 'metrics' ? keyColumns.time : null);
      for (let from = 0; from < batch.count;) {
        from += encoder.write(page, batch.count, from, DOCUMENTS - page.count, Infinity);
        if (page.count === DOCUMENTS) flush();
      }
    }
    flush();
  }
  return messages;
}

async function send(database: Db, messages: readonly Message[], sequence: Sequence): Promise<void> {
  const left = [...messages];
  const worker = async () => {
    for (let message = left.shift(); message !== undefined; message = left.shift()) {
      const { table, section } = message;
      await database.command({
        insert: table,
        ordered: false,
        documents: sequence(section),
        writeConcern: { w: 'majority' },
      });
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}
