import { expect } from 'chai';
import { readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanFlags, Prepared } from '../../../src/run/prepare.ts';
import type { VerifyData } from '../../../src/run/verify/data.ts';
import { barn, useBarn } from '../../commands/barn.ts';
import { prepared, runInto, verified } from '../../support/runs.ts';
import { streamOf } from '../../support/scenario.ts';
import { partsOf } from '../../support/targets/files.ts';
import type { Change } from '../../support/targets/target.ts';
import { fileKinds, targetKinds, useTarget } from '../../support/targets/targets.ts';

const none = { missing: 0, unwritten: 0, extra: 0, different: 0 };

for (const kind of targetKinds) {
  describe(`verify of ${kind}`, function () {
    this.timeout(300_000);
    const target = useTarget(kind);
    const place = useBarn();

    const plan = (flags?: PlanFlags): Prepared => prepared(place.file, flags);
    const change = (table: string, how: Change) => {
      const found = plan().plan.tables.find(({ name }) => name === table)!;
      return target().tamper(found, how);
    };
    const anIncident = async (): Promise<string> => {
      const { table } = streamOf(plan().plan, 'incidents');
      const [row] = await target().rows(table);
      return (JSON.parse(row!) as string[])[table.columns.findIndex(({ name }) => name === 'incident_id')]!;
    };
    /** What is told of one stream. */
    const told = ({ streams, differences }: VerifyData, name: string) => {
      const { missing, unwritten, extra, different } = streams.find((stream) => stream.name === name)!;
      return {
        counts: { missing, unwritten, extra, different },
        places: differences.filter(({ stream }) => stream === name),
      };
    };
    /** Everything but this stream is as it should be. */
    const onlyIn = (data: VerifyData, name: string) => {
      expect(data.equal).to.equal(false);
      for (const stream of data.streams) if (stream.name !== name) expect(stream).to.deep.include(none);
      return told(data, name);
    };

    it('finds nothing where a run has just written, and changes nothing', async () => {
      const summary = await runInto(target().to, plan());
      const before = await target().everything();
      const data = await verified(target().to, plan());
      expect(data).to.deep.include({ ...none, equal: true, differences: [], ledger: [], damaged: [], unlisted: 0 });
      expect(data).to.include({ records: summary.records, target: target().label, digest: summary.digest });
      expect(data.streams.map(({ records, fingerprint }) => [records, fingerprint])).to.deep.equal(
        summary.streams.map(({ records, fingerprint }) => [records, fingerprint]),
      );
      expect(await target().everything()).to.deep.equal(before);
    });

    it('says that a run would write all of it where there is nothing, and makes nothing', async () => {
      const data = await verified(target().to, plan());
      expect(data.equal).to.equal(false);
      expect(data.missing).to.equal(data.records);
      expect(data.unwritten).to.equal(data.records);
      expect(await target().everything()).to.deep.equal([]);
    });

    it('tells what is not written yet from what was lost', async () => {
      await runInto(target().to, plan());
      const longer = await verified(target().to, plan({ from: '2025-02-05', until: '2025-02-09' }));
      const shorter = await verified(target().to, plan());
      expect(shorter.equal).to.equal(true);
      expect(longer.missing).to.equal(longer.unwritten).and.be.greaterThan(0);
      expect(longer).to.include({ extra: 0, different: 0 });
      expect(longer.missing).to.equal(longer.records - shorter.records);
      await change('metrics', { delete: { metric_name: 'temp', asset_id: 'fan' } });
      const { counts } = onlyIn(await verified(target().to, plan()), 'metrics');
      expect(counts).to.deep.equal({ ...none, missing: 288 });
    });

    it('is the same for what was written in pieces, forwards and backwards', async () => {
      await runInto(target().to, plan({ from: '2025-02-07T06:00', until: '2025-02-08' }));
      await runInto(target().to, plan({ from: '2025-02-08', until: '2025-02-09' }));
      await runInto(target().to, plan({ from: '2025-02-03', until: '2025-02-09' }));
      for (const period of [
        { from: '2025-02-03', until: '2025-02-09' },
        { from: '2025-02-06T12:00', until: '2025-02-08' },
      ]) {
        expect(await verified(target().to, plan(period))).to.deep.include({ ...none, equal: true, ledger: [] });
      }
    });

    it('finds a missing, an extra and a different value, each with an example', async () => {
      await runInto(target().to, plan());
      const time = (clock: string) => new Date(`2025-02-07T${clock}:00Z`);
      const at = (clock: string) => ({ asset_id: 'fan', metric_name: 'temp', timestamp: time(clock) });
      await change('metrics', { delete: at('03:00') });
      await change('metrics', { set: { value: 99.5 }, where: at('04:10') });
      await change('metrics', { copy: { timestamp: time('05:05') }, where: at('05:00') });
      const data = await verified(target().to, plan());
      const { counts, places } = onlyIn(data, 'metrics');
      expect(counts).to.deep.equal({ missing: 1, unwritten: 0, extra: 1, different: 1 });
      expect(places).to.have.length(1);
      expect(places[0]).to.deep.include({
        asset: 'fan',
        metric: 'temp',
        period: { from: '2025-02-07T00:00:00Z', until: '2025-02-08T00:00:00Z' },
      });
      const examples = new Map(places[0]!.examples.map((one) => [one.kind, one]));
      expect(examples.get('missing')).to.deep.include({ found: null });
      expect(examples.get('missing')!.expected).to.include({ asset_id: 'fan', timestamp: '2025-02-07T03:00:00Z' });
      expect(examples.get('extra')!.found).to.include({ timestamp: '2025-02-07T05:05:00Z' });
      expect(examples.get('different')!.found).to.include({ timestamp: '2025-02-07T04:10:00Z', value: 99.5 });
      expect(examples.get('different')!.expected!['value']).to.be.a('number').and.not.equal(99.5);
    });

    it('finds days that are gone as one period', async () => {
      await runInto(target().to, plan({ from: '2025-02-03', until: '2025-02-09' }));
      await change('polls', { delete: { asset_id: 'hall', timestamp: { since: new Date('2025-02-05') } } });
      const { counts, places } = onlyIn(
        await verified(target().to, plan({ from: '2025-02-03', until: '2025-02-09' })),
        'polls',
      );
      expect(counts).to.deep.equal({ ...none, missing: 3 * 144 + 138 });
      expect(places.map(({ period }) => period)).to.deep.equal([
        { from: '2025-02-05T00:00:00Z', until: '2025-02-08T23:00:00Z' },
      ]);
    });

    it('looks at other columns than the value, at assets, jobs and incidents', async () => {
      await runInto(target().to, plan());
      await change('metrics', { set: { unit: 'kelvin' }, where: { metric_name: 'temp', asset_id: 'hall' } });
      expect(onlyIn(await verified(target().to, plan()), 'metrics').counts).to.deep.equal({ ...none, different: 288 });
      await change('metrics', { set: { unit: 'celsius' }, where: { unit: 'kelvin' } });
      const restored = await verified(target().to, plan());
      expect(restored).to.include({ different: 0, missing: 0, extra: 0 });

      await change('assets', { set: { asset_type: 'barn' }, where: { asset_id: 'hall' } });
      await change('metrics', { delete: { metric_name: 'swept', asset_id: 'fan' } });
      await change('incidents', { copy: { incident_id: 'made/up' }, where: { incident_id: await anIncident() } });
      const data = await verified(target().to, plan());
      const incidents = data.streams.find(({ name }) => name === 'incidents')!;
      expect(told(data, 'assets').counts).to.deep.equal({ ...none, different: 1 });
      expect(told(data, 'jobs').counts).to.deep.equal({ ...none, missing: 2 });
      expect(incidents).to.include({ missing: 0, extra: 1, different: 0 });
      expect(told(data, 'metrics').counts).to.deep.equal(none);
      const [asset] = told(data, 'assets').places;
      expect(asset).to.deep.include({ asset: 'hall', metric: null, period: null });
      expect(asset!.examples[0]).to.deep.include({ kind: 'different' });
    });

    it('does not look at rows of other series, other scenarios and streams that were not asked for', async () => {
      await runInto(target().to, plan());
      const other = join(place.cwd, 'other.yaml');
      writeFileSync(
        other,
        barn.replace('name: barn', 'name: shed').replaceAll('hall', 'roof').replaceAll('fan', 'vane'),
      );
      await runInto(target().to, prepared(other));
      expect(await verified(target().to, plan())).to.include({ equal: true });
      expect(await verified(target().to, plan({ only: 'jobs' }))).to.include({ equal: true });
      await change('metrics', { set: { value: 1 }, where: { metric_name: 'temp' } });
      expect(
        (await verified(target().to, plan({ only: 'jobs' }))).streams.map(({ name, different }) => [name, different]),
      ).to.deep.equal([['jobs', 0]]);
    });

    it('counts and hashes together what leaves out whose or when it is', async () => {
      const record = 'record: {asset: $asset, metric: $metric, reading: $value}';
      writeFileSync(place.file, barn.replace('to: polls, status: status', `to: polls, status: status, ${record}`));
      if (kind === 'mongodb') {
        // Its documents are told apart by their time.
        const error: unknown = await runInto(target().to, plan()).catch((e: unknown) => e);
        expect(error).to.include({ code: 'unsafe-name', exit: 3 });
        return;
      }
      await runInto(target().to, plan({ days: 3 }));
      expect(await verified(target().to, plan())).to.deep.include({ ...none, equal: true });
      await change('polls', { set: { reading: 7 }, where: { asset: 'fan' } });
      expect(onlyIn(await verified(target().to, plan({ days: 3 })), 'polls').counts).to.deep.equal({
        ...none,
        different: 1,
      });
      await change('polls', { delete: { asset: 'fan' } });
      expect(onlyIn(await verified(target().to, plan({ days: 3 })), 'polls').counts).to.deep.equal({
        ...none,
        missing: 432,
      });
    });

    it('keeps apart metrics of an asset whose record leaves out the metric', async () => {
      const record = 'record: {asset: $asset, ts: $time, reading: $value}';
      writeFileSync(
        place.file,
        barn.replace('to: metrics, metrics: [temp]}', `to: both, metrics: [temp, status], ${record}}`),
      );
      await runInto(target().to, plan());
      expect(await verified(target().to, plan())).to.deep.include({ ...none, equal: true });
      await change('both', { delete: { asset: 'fan', ts: { since: new Date('2025-02-08') } } });
      expect(onlyIn(await verified(target().to, plan()), 'metrics').counts).to.deep.equal({ ...none, missing: 276 });
    });

    it('refuses as a run does where the target holds other values', async () => {
      await runInto(target().to, plan());
      const error: unknown = await verified(target().to, plan({ seed: '8' })).catch((e: unknown) => e);
      expect(error).to.include({ code: 'held-with-other-values', exit: 4 });
    });
  });
}

describe('verify of files', function () {
  this.timeout(60_000);
  const place = useBarn();

  it('names a part that was cut, and does not say that a run would write it', async () => {
    for (const kind of fileKinds) {
      const path = join(place.cwd, kind);
      await runInto(`${kind}:${path}`, prepared(place.file));
      const [part] = partsOf(join(path, 'polls'), kind);
      truncateSync(part!, statSync(part!).size - 50);
      const data = await verified(`${kind}:${path}`, prepared(place.file));
      expect(data.equal, kind).to.equal(false);
      expect(data.damaged.map(({ place }) => place)).to.deep.equal([part]);
      expect(data).to.include({ unwritten: 0, extra: 0 });
      expect(data.missing).to.be.greaterThan(0);
    }
  });

  it('finds one bit of Parquet that is another one, in the row where it is', async () => {
    const path = join(place.cwd, 'lake');
    await runInto(`parquet:${path}`, prepared(place.file));
    const [part] = partsOf(join(path, 'polls'), 'parquet');
    const bytes = readFileSync(part!);
    // The value 100 among the different ones of the part.
    const at = bytes.indexOf(Buffer.from(Float64Array.of(100).buffer));
    bytes[at + 6]! ^= 1;
    writeFileSync(part!, bytes);
    const data = await verified(`parquet:${path}`, prepared(place.file));
    expect(data.damaged).to.deep.equal([{ place: part, message: 'it is not as it was written' }]);
    expect(data).to.include({ equal: false, missing: 0, extra: 0 });
    expect(data.different).to.be.greaterThan(0);
    const [example] = data.differences[0]!.examples;
    expect([example!.expected!['value'], example!.found!['value']]).to.deep.equal([100, 96]);
  });

  it('knows text that was made harmless for spreadsheets', async () => {
    writeFileSync(
      place.file,
      `${barn.replace('{id: fan, type: machine,', '{id: fan, type: "@machine", tags: {room: "=1+1"},')}
  sheets: {kind: csv, path: sheets, escape_formulas: true}\n`,
    );
    const cwd = process.cwd();
    process.chdir(place.cwd);
    try {
      await runInto('sheets', prepared(place.file));
      expect(await verified('sheets', prepared(place.file))).to.deep.include({ ...none, equal: true });
      const [part] = partsOf(join(place.cwd, 'sheets/assets'), 'csv');
      expect(readFileSync(part!, 'utf8')).to.include("'@machine");
    } finally {
      process.chdir(cwd);
    }
  });

  it('finds one digit that was changed, and a part whose name says another fingerprint', async () => {
    const path = join(place.cwd, 'lake');
    await runInto(`ndjson:${path}`, prepared(place.file));
    const [part] = partsOf(join(path, 'polls'), 'ndjson');
    const text = readFileSync(part!, 'utf8');
    writeFileSync(part!, text.replace('"value":100', '"value":101'));
    const data = await verified(`ndjson:${path}`, prepared(place.file));
    expect(data).to.deep.include({ damaged: [], ledger: [], missing: 0, extra: 0, different: 1 });
    writeFileSync(part!, text);
    renameSync(part!, part!.replace(/[0-9a-f]{16}(?=\.ndjson$)/, 'f'.repeat(16)));
    const renamed = await verified(`ndjson:${path}`, prepared(place.file));
    expect(renamed).to.deep.include({ ...none, equal: false, damaged: [], differences: [] });
    expect(renamed.ledger.map(({ stream, found }) => [stream, found.fingerprint])).to.deep.equal([
      ['polls', 'f'.repeat(16)],
    ]);
  });
});
