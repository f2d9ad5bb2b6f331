import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';

const source = join(import.meta.dirname, '../../src/run/garbage.ts');

/** What a process tells after `call`; garbage is collected by the thread that makes it, so that load changes nothing. */
function numbersOf(call: string, script: string): readonly [number, number] {
  const whole = `
    import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
    import { limitGarbage } from ${JSON.stringify(source)};
    const space = (name) => getHeapSpaceStatistics().find(({ space_name }) => space_name === name);
    ${call};
    ${script}`;
  const flags = ['--single-threaded-gc', '--import', 'tsx', '--input-type=module'];
  const out = execFileSync(process.execPath, [...flags, '-e', whole]);
  return JSON.parse(out.toString()) as [number, number];
}

/** V8's young generation, before and after much has outlived it. */
const YOUNG = `
  const size = () => space('new_space').space_size;
  const before = size();
  const kept = Array.from({ length: 1_000_000 }, (_, i) => ({ i }));
  process.stdout.write(JSON.stringify([before, size(), kept.length]));`;

/** The old one, at first and at the most, where of what has outlived the young one the last is kept. */
const OLD = `
  const size = () => space('old_space').space_used_size;
  const before = size();
  const kept = new Array(50_000).fill(null);
  let most = 0;
  for (let i = 0; i < 4_000_000; i++) {
    kept[i % kept.length] = { i, list: [i] };
    if (i % 10_000 === 0) most = Math.max(most, size());
  }
  process.stdout.write(JSON.stringify([before, most]));`;

describe('Garbage of a run', function () {
  this.timeout(120_000);

  it('lies in a young generation that grows by itself, and no more once it is told', () => {
    const [before, after] = numbersOf('', YOUNG);
    expect(after).to.be.greaterThan(before);
    const [kept, still] = numbersOf('limitGarbage()', YOUNG);
    expect(still).to.be.at.most(kept);
  });

  it('is collected sooner where it has outlived that', () => {
    const [, before] = numbersOf("setFlagsFromString('--semi-space-growth-factor=1')", OLD);
    const [, after] = numbersOf('limitGarbage()', OLD);
    expect(after).to.be.lessThan(before);
  });
});
