import { expect } from 'chai';
import { Writable } from 'node:stream';
import { sinkOfUrl } from '../../../src/sinks/registry.ts';
import type { SinkContext } from '../../../src/sinks/sink.ts';
import { openStdout, ReaderGone } from '../../../src/sinks/stdout/target.ts';
import { dayGroup, plannedStream, table, workOf } from '../files/fixture.ts';
import { useChild, ended, start } from '../files/processes.ts';

const stream = plannedStream(3);
const context = { signal: new AbortController().signal } as SinkContext;

/** Takes what it gets, a while later. */
class Slow extends Writable {
  readonly chunks: string[] = [];
  waiting = 0;
  most = 0;
  constructor() {
    super({ highWaterMark: 1 });
  }
  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.waiting += bytes.length;
    this.most = Math.max(this.most, this.waiting + this.writableLength);
    setTimeout(() => {
      this.chunks.push(bytes.toString());
      this.waiting -= bytes.length;
      done();
    }, 1);
  }
}

describe('NDJSON to stdout', () => {
  it('is what `ndjson:-` means, and remembers nothing', async () => {
    expect(sinkOfUrl('ndjson:-')).to.include({ kind: 'stdout' }).and.to.have.nested.property('traits.ledger', false);
    expect(sinkOfUrl('ndjson:-/out')).to.include({ kind: 'ndjson' });
    expect(sinkOfUrl('nothing:x')).to.equal(null);
    const target = await openStdout(context, new Slow());
    expect(await target.ledger()).to.deep.equal([]);
    expect(await target.clean(null, [])).to.deep.equal({ records: 0 });
    expect(await target.finish()).to.deep.equal({ bytes: null });
    await target.close();
  });

  it('names the table where there are several, and keeps lines whole when several groups come at once', async () => {
    const lines = async (tables: number): Promise<readonly string[]> => {
      const out = new Slow();
      const target = await openStdout(context, out);
      await target.setUp([stream.table, table('other', [])].slice(0, tables), []);
      await Promise.all([0, 1, 2].map((n) => target.write(workOf(dayGroup(stream, n)))));
      await target.close();
      return out.chunks.join('').trimEnd().split('\n');
    };
    const [one, two] = [await lines(1), await lines(2)];
    expect(one).to.have.length(3 * 144);
    expect(two).to.deep.equal(one.map((line) => `{"table":"metrics",${line.slice(1)}`));
    const days = one.map((line) => (JSON.parse(line) as { timestamp: string }).timestamp.slice(0, 10));
    expect([...new Set(days)]).to.deep.equal(['2025-01-01', '2025-01-02', '2025-01-03']);
    expect(days).to.deep.equal([...days].sort());
  });

  it('waits for a slow reader, and holds no more than two pages meanwhile', async () => {
    const out = new Slow();
    const target = await openStdout(context, out);
    const many = plannedStream(1000);
    await target.write(workOf(dayGroup(many, 0)));
    const text = out.chunks.join('');
    expect(text.trimEnd().split('\n')).to.have.length(1000 * 48);
    expect(out.most)
      .to.be.lessThan(text.length / 2)
      .and.at.most(2 * 512 * 1024);
    await target.close();
  });

  it('ends quietly, apart from all errors, when the reader goes away', async () => {
    const broken = new Writable({
      write: (_bytes, _encoding, done) =>
        done(Object.assign(new Error('broken pipe'), { code: 'EPIPE', syscall: 'write' })),
    });
    const target = await openStdout(context, broken);
    for (let i = 0; i < 2; i++) {
      const error: unknown = await target.write(workOf(dayGroup(stream, 0))).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(ReaderGone).and.to.include({ exit: 0, code: 'reader-gone' });
    }
    await target.close();
  });

  it('says so where stdout is a file on a full disk', async () => {
    const full = new Writable({
      write: (_bytes, _encoding, done) => done(Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' })),
    });
    const target = await openStdout(context, full);
    const error: unknown = await target.write(workOf(dayGroup(stream, 0))).catch((thrown: unknown) => thrown);
    expect(error).to.include({ exit: 8, code: 'disk-full', place: 'stdout' });
    await target.close();
  });

  describe('in a pipe', () => {
    const child = useChild();

    it('reaches the reader to the last record', async () => {
      const { out, err, code } = await ended(start(child(), 'print'));
      expect({ err, code }).to.deep.equal({ err: 'all\n', code: 0 });
      expect(out.trimEnd().split('\n')).to.have.length(50 * 144);
    });

    it('ends with the reader, as in `| head`', async () => {
      const process_ = start(child(), 'print');
      process_.stdout.once('data', () => process_.stdout.destroy());
      let err = '';
      process_.stderr.on('data', (text: Buffer) => (err += text.toString()));
      const code = await new Promise((resolve) => process_.on('exit', resolve));
      expect({ err, code }).to.deep.equal({ err: '0 reader-gone\n', code: 0 });
    });
  });
});
