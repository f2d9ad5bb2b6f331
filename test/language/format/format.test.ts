import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { formatScenario } from '../../../src/language/format/format.ts';
import { loadScenario } from '../../../src/language/load.ts';
import { createPlan } from '../../../src/plan/plan.ts';
import { NOW } from '../../support/scenario.ts';

const root = join(import.meta.dirname, '../../..');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file));
const house = [...filesIn('scenarios'), ...filesIn('templates'), ...filesIn('test/diff')];

/** Every comment, in the order of the alphabet. */
const commentsOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line) => /(?:^|\s)(#.*)$/.exec(line)?.[1]?.trim() ?? [])
    .sort();

/** The normal form, of text that stands in place of the file's own; lines of what names its own place may be others. */
function meaningOf(file: string, text: string): unknown {
  const path = join(root, file);
  const { scenario } = loadScenario(path, {
    read: (from) => (from === path ? Buffer.from(text) : readFileSync(from)),
    sha256: () => '',
    resolve: (from, to) => join(dirname(from), to),
    parameters: {},
  });
  return JSON.parse(
    JSON.stringify(scenario, (key, value: unknown) => (key === 'place' ? undefined : value)),
  ) as unknown;
}

/** The keys of each block the other way round, as no person writes them. */
function backwards(text: string): string {
  return text.replaceAll(/\{ (kind: [^{}]*?), ([^{}]*) \}/g, '{ $2, $1 }').replaceAll("'", '"');
}

describe('the house style', () => {
  for (const file of house) {
    const text = readFileSync(join(root, file), 'utf8');
    it(`${file} is in it`, async () => expect(await formatScenario(text)).to.equal(text));
  }

  for (const file of house.filter((one) => !one.includes('library'))) {
    it(`${file}, badly written, means the same, keeps its comments, and needs one pass`, async () => {
      const written = readFileSync(join(root, file), 'utf8');
      const bad = backwards(written);
      const made = await formatScenario(bad);
      expect(commentsOf(made)).to.deep.equal(commentsOf(bad));
      expect(await formatScenario(made)).to.equal(made);
      const [meant, means] = [meaningOf(file, bad), meaningOf(file, made)];
      expect(means).to.deep.equal(meant).and.not.equal(null);
    });
  }

  it('leaves a text alone that would lose what it says: one with an indentation of its own', async () => {
    const text = 'assets:\n- id: a\n  data:\n    note: |2\n        two more\n';
    expect(await formatScenario(text)).to.equal(text);
    expect(await formatScenario(text.replace('|2', '|'))).to.include('note: |\n        two more\n');
  });

  it('changes no digest, wherever the sections of a scenario stand', async () => {
    const file = relative(root, join(root, 'scenarios/pmi-default.yaml'));
    const written = readFileSync(join(root, file), 'utf8');
    const sections = written.split(/\n(?=\S)/).filter((section) => !section.startsWith('#'));
    const shuffled = `${sections.reverse().join('\n')}\n`;
    const made = await formatScenario(shuffled);
    const digest = (text: string) =>
      createPlan(meaningOf(file, text) as Parameters<typeof createPlan>[0], { now: NOW }).digest;
    expect(digest(made)).to.equal(digest(written));
    expect(made.indexOf('\nname:')).to.be.lessThan(made.indexOf('\nassets:'));
    expect(
      made
        .trimEnd()
        .split(/\n(?=\S)/)
        .at(-1),
    ).to.match(/^sinks:/);
  });

  const cases: readonly (readonly [what: string, from: string, to: string])[] = [
    ['puts what a thing is first', 'assets:\n  - type: vm\n    id: a\n', 'assets:\n  - id: a\n    type: vm\n'],
    [
      'moves a comment with the line that it speaks of',
      'assets:\n  - type: vm # virtual\n    # its name\n    id: a\n',
      'assets:\n  - # its name\n    id: a\n    type: vm # virtual\n',
    ],
    [
      'keeps a comment at the end of a list with the list',
      'streams:\n  - { to: t, kind: assets }\n  # no incidents yet\n\n# what it is called\nname: a\nversion: 1\n',
      'version: 1\n\n# what it is called\nname: a\n\nstreams:\n  - { kind: assets, to: t }\n  # no incidents yet\n',
    ],
    [
      'leaves the order of the author where nothing says what comes first',
      'episodes:\n  - id: a\n    for: 5m\n    rate: 1/day\n    label: x\n',
      'episodes:\n  - id: a\n    for: 5m\n    rate: 1/day\n    label: x\n',
    ],
    [
      'keeps the head of the file where it is',
      '# head\nseed: 1\nname: a\nversion: 1\n',
      '# head\nversion: 1\nname: a\nseed: 1\n',
    ],
    [
      'parts sections by an empty line',
      'version: 1\nname: a\nassets:\n  - id: a\nstreams:\n  - { to: t, kind: assets }\n',
      'version: 1\nname: a\n\nassets:\n  - id: a\n\nstreams:\n  - { kind: assets, to: t }\n',
    ],
    [
      'moves nothing where an alias would come before its anchor',
      'assets:\n  - { type: &t vm, id: a }\n  - { type: *t, id: b }\n',
      'assets:\n  - { type: &t vm, id: a }\n  - { type: *t, id: b }\n',
    ],
    [
      'orders no keys of free data',
      'assets:\n  - id: a\n    data: { type: x, id: y }\n',
      'assets:\n  - id: a\n    data: { type: x, id: y }\n',
    ],
    ['knows Windows by its line ends alone', 'version: 1\r\nname: a\r\n', 'version: 1\nname: a\n'],
  ];
  for (const [what, from, to] of cases) it(what, async () => expect(await formatScenario(from)).to.equal(to));
});
