import { expect } from 'chai';
import { stripVTControlCharacters } from 'node:util';
import { renderMarkdown } from '../../src/report/diff/markdown.ts';
import { renderDiff } from '../../src/report/diff/text.ts';
import { plain, type Style } from '../../src/report/style.ts';
import { widthOf } from '../../src/report/table.ts';
import { expectGolden } from '../report/golden.ts';
import { cases, diffOfCase } from './pairs.ts';

const colour = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[39m`;
const coloured: Style = {
  ...plain,
  colour: true,
  strong: colour(1),
  dim: colour(2),
  good: colour(32),
  bad: colour(31),
  warn: colour(33),
  accent: colour(36),
};
/** Cases that have everything to show between them. */
const TELLING = ['several', 'fleet', 'timezone'];

describe('diff: pairs of scenarios', () => {
  for (const name of cases) {
    it(name, () => expectGolden(`../diff/${name}`, renderDiff(diffOfCase(name), plain)));
  }

  for (const name of TELLING) {
    it(`${name} as Markdown`, () => expectGolden(`../diff/${name}.md`, renderMarkdown(diffOfCase(name)), Infinity));
    it(`${name} in a wide terminal`, () => {
      expectGolden(`../diff/${name}.wide`, renderDiff(diffOfCase(name), { ...plain, width: 120 }), 120);
    });
    it(`${name} in ASCII`, () => {
      const text = renderDiff(diffOfCase(name), { ...plain, unicode: false });
      expect(text).to.match(/^[\n -~]*$/);
      expectGolden(`../diff/${name}.ascii`, text);
    });
    it(`${name} in colour says the same, as wide`, () => {
      const text = renderDiff(diffOfCase(name), coloured);
      const shown = stripVTControlCharacters(text).replaceAll(/ +$/gm, '');
      expect(shown).to.equal(renderDiff(diffOfCase(name), plain));
      for (const line of text.split('\n')) expect(widthOf(line), line).to.be.at.most(80);
    });
  }
});
