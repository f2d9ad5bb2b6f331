import { expect } from 'chai';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verification } from '../../../src/sinks/verification.ts';
import { dayGroup, fill, metrics, openTarget, plannedStream, tableFiles, useFolder, writeStray } from './fixture.ts';

const stream = plannedStream(3);
const days = [0, 1].map((n) => dayGroup(stream, n));

async function told<T>(path: string, format: 'ndjson' | 'parquet', ask: (verification: Verification) => T): Promise<T> {
  const target = await openTarget(path, { format, context: { readOnly: true } });
  const verification = await target.verification!([stream]);
  try {
    return ask(verification);
  } finally {
    await verification.close();
    await target.close();
  }
}

describe('verification of a folder', () => {
  const folder = useFolder();
  const written = async (format: 'ndjson' | 'parquet'): Promise<string> => {
    const path = join(folder(), format);
    const target = await openTarget(path, { format });
    await fill(target, days);
    await target.close();
    return path;
  };
  const isAsWritten = (path: string) => told(path, 'parquet', (verification) => verification.isAsWritten?.(metrics));

  it('knows parts of Parquet that nobody has touched by their hash, however many runs came after them', async () => {
    const path = await written('parquet');
    expect(await isAsWritten(path)).to.equal(true);
    const target = await openTarget(path, { format: 'parquet' });
    await fill(target, [...days, dayGroup(stream, 2)]);
    await target.close();
    expect(await isAsWritten(path)).to.equal(true);
  });

  it('does not vouch for a part with another bit, for one whose book was lost, or beside a file of somebody else', async () => {
    const path = await written('parquet');
    const part = join(path, tableFiles(path, 'parquet')[0]!);
    const bytes = readFileSync(part);
    const other = Buffer.from(bytes);
    other[40]! ^= 4;
    writeFileSync(part, other);
    const damaged = await told(path, 'parquet', (verification) => verification.damaged);
    expect(damaged.map(({ place }) => place)).to.deep.equal([part]);
    expect(await isAsWritten(path)).to.equal(false);
    writeFileSync(part, bytes);
    expect(await isAsWritten(path)).to.equal(true);

    const stray = join(path, 'metrics/stray.parquet');
    await writeStray(stray, 'parquet', ['a0']);
    expect(await isAsWritten(path)).to.equal(false);
    rmSync(stray);
    rmSync(join(path, '.seedctl/test.json'));
    expect(await isAsWritten(path)).to.equal(false);
  });

  it('reads text, whose hash would cost more than it saves', async () => {
    const path = await written('ndjson');
    const asWritten = await told(path, 'ndjson', (verification) => verification.isAsWritten?.(metrics));
    expect(asWritten).to.equal(false);
  });
});
