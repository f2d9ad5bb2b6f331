import { expect } from 'chai';
import type { CheckFacts } from '../../../src/sinks/check.ts';
import { checkMongoDB } from '../../../src/sinks/mongodb/check.ts';
import { context, metricsTable, streams } from '../sample.ts';
import { prepared, runInto } from '../../support/runs.ts';
import { PMI } from '../../support/scenario.ts';
import { useDatabase } from './database.ts';
import { optionsOf } from './options.ts';

describe('check of MongoDB', function () {
  this.timeout(60_000);
  const database = useDatabase();

  async function facts(): Promise<Partial<CheckFacts>> {
    let told: Partial<CheckFacts> = {};
    const tell = (some: Partial<CheckFacts>): void => {
      told = { ...told, ...some };
    };
    const table = { ...metricsTable, validator: { required: ['value'] } };
    const options = optionsOf({ url: database().uri });
    await checkMongoDB(options, context(), { tables: [table], views: [], planned: streams(), tell });
    return told;
  }

  it('says what answers, as whom, and what a run would make, and makes nothing', async () => {
    const told = await facts();
    expect(told.server?.name).to.be.oneOf(['MongoDB', 'FerretDB']);
    expect(told.server?.version).to.match(/^\d/);
    expect(told).to.include({ tls: null });
    expect(told.user).to.be.a('string');
    expect(told.changes).to.deep.equal([
      { object: 'seedctl_…', change: 'make the collections of the ledger' },
      { object: 'metrics', change: 'make the collection, with its validator' },
      { object: 'metrics', change: 'make an index by timestamp, once it is filled' },
    ]);
    expect(await database().db.listCollections().toArray()).to.deep.equal([]);
  });

  it('leaves the rules of somebody else’s collection', async () => {
    await runInto(database().uri, prepared(PMI, { days: 1, only: 'assets' }));
    await database().db.collection('metrics').insertOne({ mine: true });
    expect((await facts()).changes).to.deep.equal([
      { object: 'metrics', change: 'nothing: its own rules stay' },
      { object: 'metrics', change: 'make an index by timestamp, once it is filled' },
    ]);
  });
});
