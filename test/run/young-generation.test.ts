import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';

/** Megabytes of V8's young generation, before and after much has outlived it. */
function sizes(call: string): readonly number[] {
  const source = join(import.meta.dirname, '../../src/run/young-generation.ts');
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { keepYoungGeneration } from ${JSON.stringify(source)};
    const size = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size;
    ${call};
    const before = size();
    const kept = Array.from({ length: 1_000_000 }, (_, i) => ({ i }));
    process.stdout.write(JSON.stringify([before, size(), kept.length]));`;
  const out = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  return (JSON.parse(out.toString()) as number[]).slice(0, 2);
}

describe("V8's young generation", function () {
  this.timeout(60_000);

  it('grows by itself, and no more once it is told', () => {
    const [before, after] = sizes('') as [number, number];
    expect(after).to.be.greaterThan(before);
    const [kept, still] = sizes('keepYoungGeneration()') as [number, number];
    expect(still).to.equal(kept);
  });
});
