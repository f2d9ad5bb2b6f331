import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContents } from '../../../src/sinks/duckdb/contents.ts';
import { chooseSink } from '../../../src/run/sink.ts';
import { pipelineOf } from '../../../src/sinks/mongodb/views.ts';
import { prepared, runInto } from '../../support/runs.ts';
import { look } from '../duckdb/folder.ts';
import { PMI } from '../../support/scenario.ts';
import { useDatabase } from './database.ts';

/** Two days of the whole scenario: as much as tells one record from another. */
const pmi = () => prepared(PMI, { days: 2 });

describe('PMI in MongoDB', function () {
  this.timeout(300_000);
  const database = useDatabase();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedctl-views-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the fingerprints and counts of DuckDB, nothing to write a second time, and views that say the same', async () => {
    const path = join(folder, 'pmi.duckdb');
    const [here, there] = [await runInto(database().uri, pmi()), await runInto(`duckdb:${path}`, pmi())];
    expect(here.streams).to.deep.equal(there.streams);
    for (const { name } of pmi().plan.tables) {
      const records = here.streams.filter(({ table }) => table === name).reduce((sum, one) => sum + one.records, 0);
      expect(await database().db.collection(name).countDocuments(), name).to.equal(records);
    }
    expect(await runInto(database().uri, pmi())).to.include({ written: 0, present: here.records });

    const { plan, views } = pmi();
    for (const view of views) {
      const rows = await database()
        .db.collection(view.table.name)
        .aggregate(pipelineOf(view, plan.scenario.zone))
        .toArray();
      const names = Object.keys(rows[0]!).sort();
      const select = names.map((name) =>
        name === 'day'
          ? 'CAST(day AS VARCHAR)'
          : `CAST("${name}" AS ${typeof rows[0]![name] === 'number' ? 'DOUBLE' : 'VARCHAR'})`,
      );
      const same = await look(path, `SELECT ${select.join(', ')} FROM "${view.name}" ORDER BY ALL`);
      const sorted = rows.map((row) => names.map((name) => row[name] as string | number));
      const text = (all: readonly unknown[]) => all.map((row) => JSON.stringify(row)).sort();
      expect(text(sorted), view.name).to.deep.equal(text(same));
    }

    const sink = chooseSink(plan.scenario, database().uri, {});
    const query = {
      table: plan.tables[1]!,
      columns: { ...plan.streams[1]!.keyColumns, value: 'value' },
      tally: ['backup_status'],
    };
    const half = { from: plan.period.from, to: (plan.period.from + plan.period.to) / 2 };
    const queries = [query, { ...query, period: half }];
    const held = await sink.definition.contents!(sink.options, queries);
    const duckdb = await readContents('duckdb', path, queries);
    expect(held.tables).to.deep.equal(duckdb.tables);
    expect(held.tables[1]!.records).to.be.above(0).and.below(held.tables[0]!.records);
    expect(held.bytes).to.be.greaterThan(1_000_000);
  });

  it('has documents in the shape of the application that reads them', async () => {
    await runInto(database().uri, prepared(PMI, { days: 1 }));
    const { db } = database();
    const { _id: id, ...asset } = (await db.collection('assets').findOne({ asset_id: 'vm-101' }))!;
    expect(id).to.have.property('_bsontype', 'Binary');
    expect(asset).to.deep.equal({
      asset_id: 'vm-101',
      asset_type: 'vm',
      hostname: 'DB-SERVER-PROD',
      data: {
        status: 'running',
        cpu_cores: 8,
        memory_gb: 32,
        storage_gb: 500,
        hypervisor: 'pve-node-01',
        os: 'Ubuntu 22.04 LTS',
      },
      tags: { environment: 'production', asset_type: 'vm' },
    });
    const metric = await db.collection('metrics').findOne({ asset_id: 'vm-101', metric_name: 'cpu_usage' });
    expect(metric).to.have.all.keys('_id', 'asset_id', 'metric_name', 'timestamp', 'value', 'unit', 'tags');
    expect(metric!['timestamp']).to.be.instanceOf(Date);
    expect(metric!['tags']).to.deep.equal({ environment: 'production', asset_type: 'vm' });
    const poll = await db.collection('metrics').findOne({ metric_name: 'availability_status' });
    expect(poll).to.have.all.keys('_id', 'asset_id', 'metric_name', 'timestamp', 'value');
    const job = await db.collection('metrics').findOne({ metric_name: 'backup_status' });
    expect(job).to.have.all.keys('_id', 'asset_id', 'metric_name', 'timestamp', 'value');
  });

  it('is reached by the variables of the application too', async () => {
    const [, user, password, host, port, name] = /\/\/([^:]+):([^@]+)@([^:]+):(\d+)\/([^?]+)/.exec(database().uri)!;
    const environment = {
      MONGODB_HOST: host!,
      MONGODB_PORT: port!,
      MONGODB_DATABASE: name!,
      MONGODB_USERNAME: decodeURIComponent(user!),
      MONGODB_PASSWORD: decodeURIComponent(password!),
      MONGODB_SSL_ENABLED: 'false',
      ENVIRONMENT: 'production',
    };
    const assets = prepared(PMI, { only: 'assets' });
    const summary = await runInto('mongodb:', assets, { environment });
    expect(summary).to.include({ written: 34, target: `mongodb://${host}:${port}/${name}` });
    const refused = await runInto('mongodb:', assets, { environment, clean: true }).catch((error: unknown) => error);
    expect(refused).to.include({ exit: 4, code: 'production' });
    // The variables say nothing where a url does.
    const url = await runInto(database().uri, assets, { environment: { MONGODB_HOST: 'nowhere.invalid' } });
    expect(url).to.include({ written: 0, present: 34 });
  });
});
