/** Reliability changes, and the status that polls report does not depend on it. */
import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diff } from '../../src/diff/model.ts';
import { renderDiff } from '../../src/report/diff/text.ts';
import { plain } from '../../src/report/style.ts';
import { compare } from '../../src/run/diff.ts';

/** @param down layers of the time that a poll takes, which may tell that the host is down @param noise of that time */
const scenario = (uptime: string, down: string, noise = 2) => `
version: 1
name: shop
seed: 5
time: {end: today, duration: 14d, step: 10m}
patterns:
  probe:
    metrics:
      status: {decimals: 0, while_down: keep, layers: [{kind: constant, value: 100}]}
      response: {while_down: keep, layers: [{kind: constant, value: 40}, {kind: noise, sd: ${noise}}${down}]}
assets: [{expand: {count: 3, id: "till-{n}"}, type: till, pattern: probe}]
reliability: [{select: {type: till}, uptime: ${uptime}, repair: {mean: 1h}}]
streams:
  - {kind: polls, to: polls, status: status, response: response}
  - {kind: incidents, to: incidents}
`;
const slow = ', {kind: constant, op: multiply, value: 5, when: {state: down}}';

describe('a diff where reliability changes and the status of polls does not', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'seedctl-diff-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function between(old: string, now: string): Diff {
    const paths = [old, now].map((text, i) => {
      const path = join(folder, `${i}.yaml`);
      writeFileSync(path, text);
      return path;
    });
    return compare(paths[0]!, paths[1]!, { now: '2025-02-09T00:00:00Z' }, 0).diff;
  }
  const changed = ({ streams }: Diff) =>
    Object.fromEntries(streams.map(({ id, series }) => [id, series.changed] as const));

  it('tells declared and expected uptime where another metric of the polls shows the change', () => {
    const diff = between(scenario('97%', slow), scenario('90%', slow));
    expect(changed(diff)).to.deep.equal({ polls: 3, incidents: 3 });
    expect(diff.rates).to.have.length(1);
    const [{ kind, stream, assetType, old, new: now }] = diff.rates as [Diff['rates'][0]];
    expect({ kind, stream, assetType }).to.deep.equal({ kind: 'uptime', stream: 'polls', assetType: 'till' });
    for (const of of ['declared', 'expected'] as const) {
      expect(old![of]).to.be.closeTo(0.97, 1e-6);
      expect(now![of]).to.be.closeTo(0.9, 1e-6);
    }
    // What the status says is the same on both sides: that it never tells is what a reviewer has to see.
    expect([old!.achieved, now!.achieved]).to.deep.equal([1, 1]);
    const text = renderDiff(diff, plain);
    expect(text).to.match(/uptime: 97% → 90%|uptime 97% → 90%/);
    expect(text).to.match(/till +3 +97.00 → 90.00 % +97.00 → 90.00 % +100.00 %/);
  });

  it('tells nothing of uptime where the polls differ for another reason', () => {
    const diff = between(scenario('97%', slow), scenario('97%', slow, 3));
    expect(changed(diff)).to.deep.equal({ polls: 3, incidents: 0 });
    expect(diff.rates).to.deep.equal([]);
  });

  it('tells of incidents, and of no poll, where no metric of the polls shows the change', () => {
    const diff = between(scenario('97%', ''), scenario('90%', ''));
    expect(changed(diff)).to.deep.equal({ polls: 0, incidents: 3 });
    expect(diff.rates).to.deep.equal([]);
    expect(diff.edits.map(({ series }) => series)).to.deep.equal([3]);
    expect(renderDiff(diff, plain)).to.match(/incidents\n.*fault of 3 assets: \d+ → \d+/);
  });
});
