import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withEdits } from '../../../src/language/edits/apply.ts';
import { editsBetween } from '../../../src/language/edits/edits.ts';
import { dataReader } from '../../../src/language/files.ts';
import { type Loaded, loadScenario, meaningOf } from '../../../src/language/load.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { cases } from '../../diff/pairs.ts';

const folder = join(import.meta.dirname, '../../diff');
const access = {
  read: (path: string) => readFileSync(path),
  sha256: () => '',
  resolve: (from: string, to: string) => join(dirname(from), to),
};
const load = (name: string): Loaded => loadScenario(join(folder, `${name}.yaml`), { ...access, parameters: {} });
const meaning = (sources: Loaded['sources']): Scenario | null => meaningOf(sources, {}, dataReader(access, []));

/** What of a normal form may stand anywhere, and the place of a sink. */
function loose(scenario: Scenario | null): unknown {
  if (scenario === null) return null;
  const { sinks, ...rest } = scenario;
  return {
    ...rest,
    assets: [...scenario.assets].sort((a, b) => (a.id < b.id ? -1 : 1)),
    sinks: Object.fromEntries(Object.entries(sinks).map(([name, { place: _, ...sink }]) => [name, sink])),
  };
}

describe('edits of a scenario', () => {
  const base = load('base');

  for (const name of cases) {
    it(`${name}: all of them, made to the old text, mean the new one`, () => {
      const { sources, scenario } = load(name);
      const edits = editsBetween(base.sources, sources);
      expect(loose(meaning(withEdits(base.sources, edits)))).to.deep.equal(loose(scenario));
    });
  }

  it('are none between a text and itself, and making none changes nothing', () => {
    expect(editsBetween(base.sources, load('base').sources)).to.deep.equal([]);
    expect(loose(meaning(withEdits(base.sources, [])))).to.deep.equal(loose(base.scenario));
  });

  it('leave the sources as they were', () => {
    const before = JSON.stringify(base.sources.map(({ value }) => value));
    for (const name of cases) withEdits(base.sources, editsBetween(base.sources, load(name).sources));
    expect(JSON.stringify(base.sources.map(({ value }) => value))).to.equal(before);
  });

  it('name layers as the language does, and the line of what was changed', () => {
    const [edit] = editsBetween(base.sources, load('include').sources).filter(({ section }) => section === 'patterns');
    expect(edit).to.include({ kind: 'changed', subject: 'pattern press, power' });
    const [detail] = edit!.details;
    expect(detail).to.include({ key: 'layer constant.2: value', old: '60', new: '70' });
    const { file, line, column } = detail!.place;
    const written = readFileSync(file, 'utf8').split('\n')[line - 1]!;
    expect(written.slice(column - 1)).to.match(/^70\b/);
  });
});
