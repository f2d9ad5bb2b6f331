import { expect } from 'chai';
import type { Summary } from '../../../src/run/summary.ts';
import { now, yard } from '../../commands/barn.ts';
import { useDatabase } from './database.ts';

/** An hour of one metric that climbs from 0 to 59, a value a minute. */
const climb = `
version: 1
name: climb
time: {start: 2025-02-01T00:00:00Z, duration: 1h, step: 1m}
patterns:
  climb:
    metrics:
      height:
        decimals: 0
        layers: [{kind: ramp, slope: 60/h, since: 2025-02-01T00:00:00Z}]
assets: [{id: a, pattern: climb}]
streams: [{kind: metrics, to: heights}]
`;

describe('seedctl run into a collection with rules of somebody else', function () {
  this.timeout(120_000);
  const place = yard();
  const database = useDatabase();
  const heights = () => database().db.collection('heights');
  const run = async (...more: readonly string[]) =>
    place.call(['run', 'climb.yaml', ...now, '--to', database().uri, '--no-log-file', ...more]);
  const summarised = async (): Promise<{ code: number | null; summary: Summary }> => {
    const { code, stdout } = await run('--json');
    return { code, summary: JSON.parse(stdout) as Summary };
  };

  beforeEach(async () => {
    place.write('climb.yaml', climb);
    await database().db.createCollection('heights');
    await heights().insertOne({ mine: true });
    await database().db.command({
      collMod: 'heights',
      validator: { $jsonSchema: { properties: { value: { maximum: 39 } } } },
    });
  });

  it('ends with exit 7, and shows how many it took, how many not, the rule and one of the records', async () => {
    const first = await run();
    expect(first.code).to.equal(7);
    expect(first.stdout)
      .to.contain('20 records not taken by heights: value: maximum 39')
      .and.match(/such as \{.*"value":40\b/)
      .and.match(/^ *stream +table +series +written +rejected$/m)
      .and.match(/^ *metrics +heights +1 +40 +20$/m);
    const second = await run();
    expect(second.code).to.equal(7);
    expect(second.stdout).to.match(/^ *metrics +heights +1 +- +40 +20$/m);
    expect(await heights().countDocuments()).to.equal(41);
  });

  it('offers them again in each run, all records accounted for, until they are taken', async () => {
    const rejection = { table: 'heights', rule: 'value: maximum 39', records: 20 };
    for (const counts of [
      { written: 40, present: 0 },
      { written: 0, present: 40 },
    ]) {
      const { code, summary } = await summarised();
      expect(code).to.equal(7);
      expect(summary).to.include({ records: 60, rejected: 20, ...counts });
      expect(summary.rejections).to.have.length(1);
      expect(summary.rejections[0]).to.include(rejection).and.have.nested.property('record.value', 40);
    }
    await database().db.command({ collMod: 'heights', validator: {} });
    const { code, summary } = await summarised();
    expect(code).to.equal(0);
    expect(summary).to.include({ records: 60, written: 20, present: 40, rejected: 0 });
    expect(await heights().countDocuments()).to.equal(61);
  });
});
