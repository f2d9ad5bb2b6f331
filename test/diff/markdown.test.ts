import { expect } from 'chai';
import type { Diff } from '../../src/diff/model.ts';
import { LARGEST, renderMarkdown } from '../../src/report/diff/markdown.ts';
import { diffOfCase } from './pairs.ts';

describe('a diff as a comment', () => {
  const diff = diffOfCase('several');

  /** With names that anybody may have written. */
  const named = (name: string): Diff => ({
    ...diff,
    groups: diff.groups.map((group) => ({ ...group, assets: [name] })),
    assets: { ...diff.assets, added: [name] },
  });

  it('lets no name be Markdown, HTML, a mention or another cell', () => {
    const text = renderMarkdown(named('a|b <img src=x onerror=y> @everyone [x](http://y) `z` **b**'));
    expect(text)
      .to.include(String.raw`a\|b &lt;img src=x onerror=y&gt;`)
      .and.include('@\u2060everyone')
      .and.include(String.raw`\[x\]\(http://y\) \`z\` \*\*b\*\*`)
      .and.not.include('<img');
    const rows = text.split('\n').filter((line) => line.startsWith('| power'));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).to.have.length(5);
  });

  it('stays below what GitHub takes, and says what it leaves out', () => {
    const text = renderMarkdown(named('x'.repeat(20_000)));
    expect(text.length).to.be.at.most(LARGEST);
    expect(text).to.include('**Values change').and.include('do not fit here');
    const longest = named('y'.repeat(LARGEST));
    expect(renderMarkdown(longest).length).to.be.at.most(LARGEST + 1);
  });

  it('shows the first of many rows, and counts the rest', () => {
    const many = { ...diff, groups: Array.from({ length: 100 }, () => diff.groups[0]!) };
    expect(renderMarkdown(many)).to.include('| and 60 more |');
  });
});
