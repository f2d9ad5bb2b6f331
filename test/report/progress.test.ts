import { expect } from 'chai';
import type { Batch, Table } from '../../src/model/table.ts';
import { Position } from '../../src/report/progress.ts';

const table: Table = {
  name: 'metrics',
  comment: null,
  columns: [],
  key: null,
  indexes: [],
  hypertable: null,
  wholeSeconds: true,
};
const batch = (count: number): Batch => ({
  table,
  columns: [{ kind: 'times', values: Float64Array.from({ length: count }, (_, i) => i * 60_000) }],
  count,
  asset: 'hall',
  metric: 'temp',
});
const input = (name: string, bytes: number) => ({ name, bytes, hash: name });

describe('the position of a run', () => {
  it('counts records while they are simulated', () => {
    let now = 0;
    const position = new Position({ records: 400, bytes: 0 }, () => now);
    expect(position.amounts).to.equal('0 %, 0 of 400, 0/s');
    now = 1000;
    position.batch(batch(100));
    expect(position.amounts).to.equal('25 %, 100 of 400, 100/s, 3.0 s left');
    expect(position.place).to.equal('metrics hall temp 1970-01-01 01:39');
  });

  it('counts bytes while they are read, over all inputs, and names the one that is', () => {
    let now = 5000;
    const position = new Position({ records: 0, bytes: 4_000_000 }, () => now);
    const [first, second] = [input('a.ndjson', 1_000_000), input('b.ndjson.gz', 3_000_000)];
    position.read(first, 0);
    now = 7000;
    position.read(first, 500_000);
    position.batch(batch(100));
    expect(position.amounts).to.equal('12 %, 500 kB of 4.00 MB, 250 kB/s, 14 s left, 100 records');
    expect(position.place).to.equal('a.ndjson');
    position.read(second, 1_000_000);
    expect(position.amounts).to.equal('50 %, 2.00 MB of 4.00 MB, 1.00 MB/s, 2.0 s left, 100 records');
    expect(position.place).to.equal('b.ndjson.gz');
    // A file that grew meanwhile is no more than all of them.
    position.read(second, 9_000_000);
    expect(position.share).to.equal(1);
  });

  it('begins anew with what is read, behind what is simulated', () => {
    let now = 0;
    const position = new Position({ records: 100, bytes: 1000 }, () => now);
    position.batch(batch(100));
    expect(position.share).to.equal(1);
    now = 60_000;
    const file = input('a.csv', 1000);
    position.read(file, 0);
    now = 61_000;
    position.read(file, 100);
    expect(position.amounts).to.match(/^10 %, 100 B of 1\.00 kB, 100 B\/s/);
  });
});
