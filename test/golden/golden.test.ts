/**
 * The values of every kind of layer, draw and timing, and of PMI, held by hashes in `hashes.json`.
 *
 * A change of a value is a change of the engine: raise ENGINE in `src/plan/engine-version.ts`, then write the file anew
 * with
 *
 *     GOLDEN=write npx mocha test/golden/golden.test.ts
 *
 * which refuses a changed value under the same engine, and a raised engine without one. Scenarios may be added, and
 * digests may change, under the same engine; a changed digest makes runs refuse what they hold, so the changelog
 * must say it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { layers } from '../../src/layers/registry.ts';
import { changedScenarios, changedValues, type Golden, makeHashes } from './hashes.ts';
import { SCENARIOS } from './scenarios.ts';

const FILE = path.join(import.meta.dirname, 'hashes.json');
const HOW = 'see the head of test/golden/golden.test.ts';

describe('golden hashes', () => {
  const golden = JSON.parse(readFileSync(FILE, 'utf8')) as Golden;
  let made: Golden;
  before(() => {
    made = makeHashes();
    if (process.env.GOLDEN !== 'write') return;
    refuse(golden, made);
    writeFileSync(FILE, `${JSON.stringify(made, null, 2)}\n`);
  });

  it('values are those of this engine version', () => {
    if (process.env.GOLDEN === 'write') return;
    const changed = changedValues(golden, made);
    if (golden.engine === made.engine) {
      expect(changed, `values changed under engine ${golden.engine}: ${HOW}`).to.deep.equal([]);
    } else {
      expect.fail(`hashes are of engine ${golden.engine}, not ${made.engine}: ${HOW}`);
    }
  });

  it('digests are those of this engine version', () => {
    if (process.env.GOLDEN === 'write') return;
    const digests = ({ scenarios }: Golden) =>
      Object.fromEntries(Object.entries(scenarios).map(([name, { digest }]) => [name, digest]));
    expect(digests(made), `what is held would be refused: ${HOW}`).to.deep.equal(digests(golden));
  });

  it('every layer kind has its hashes', () => {
    for (const { kind } of layers) {
      expect(
        [...SCENARIOS.keys()].some((name) => name.startsWith(`layer ${kind} `)),
        kind,
      ).to.equal(true);
    }
  });

  it('a changed value asks for a new engine, and a new engine for a changed value', () => {
    const of = (engine: number, fingerprint: string, name = 'a'): Golden => ({
      engine,
      scenarios: { [name]: { values: { metrics: fingerprint }, digest: '' } },
    });
    expect(() => refuse(of(1, 'x'), of(1, 'y'))).to.throw('raise ENGINE');
    expect(() => refuse(of(1, 'x'), of(2, 'x'))).to.throw('nothing changed');
    expect(() => refuse(of(2, 'x'), of(1, 'y'))).to.throw('below');
    refuse(of(1, 'x'), of(2, 'y'));
    refuse(of(1, 'x'), { engine: 1, scenarios: { ...of(1, 'x').scenarios, ...of(1, 'y', 'new').scenarios } });
  });
});

/** @throws Error where the file must not be written */
function refuse(before: Golden, after: Golden): void {
  const changed = changedScenarios(before, after);
  if (after.engine < before.engine) throw new Error(`engine ${after.engine} is below ${before.engine}`);
  if (after.engine === before.engine && changed.length > 0) {
    throw new Error(`values changed; raise ENGINE first: ${changed.join(', ')}`);
  }
  if (after.engine > before.engine && changed.length === 0) {
    throw new Error(`nothing changed since engine ${before.engine}; put ENGINE back`);
  }
}
