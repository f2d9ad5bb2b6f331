import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderText } from '../../src/language/diagnostics/text.ts';
import { loadScenario } from '../../src/language/load.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];

/** What stands between the fences of a language. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]!);
}

describe('the documentation', () => {
  const [scenario] = blocks(read('README.md'), 'yaml');

  it('has a scenario in the README that is valid', () => {
    expect(problemsOf(scenario!)).to.equal('');
  });

  it('shows in the README what is really said of its misspelt twin', () => {
    const shown = blocks(read('README.md'), 'text').find((block) => block.includes('error['))!;
    const misspelt = scenario!.replace('kind: spike', 'kind: spkie').replace('during: office', 'during: ofice');
    expect(shown).to.include(problemsOf(misspelt).trimEnd());
  });

  it('names the version that this is, wherever one is to be copied', () => {
    const { version } = JSON.parse(read('package.json')) as { readonly version: string };
    const copied = ['docs/reviewing.md', 'docs/examples/review.workflow.yml', 'action.yml'].map(read).join('\n');
    const named = [...copied.matchAll(/(?:seedctl\/seedctl@v|rev: v|default: )(\d[\d.]*)/g)].map(([, one]) => one);
    expect(named).to.deep.equal(Array(4).fill(version));
  });

  it('has no link that leads nowhere', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .filter((match) => !existsSync(join(root, dirname(page), match[1]!)))
        .map((match) => `${page}: ${match[1]!}`),
    );
    expect(broken).to.deep.equal([]);
  });
});

/** As `validate` shows them. */
function problemsOf(text: string): string {
  const { diagnostics, texts } = loadScenario('shop.yaml', {
    read: () => new TextEncoder().encode(text),
    sha256: () => '',
    resolve: (_from, to) => to,
    parameters: {},
  });
  return diagnostics.length === 0 ? '' : renderText(diagnostics, texts, { colour: false });
}
