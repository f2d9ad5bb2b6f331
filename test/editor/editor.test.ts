/** What an editor shows of a scenario, by the schema that is committed: keys to choose from, what they mean, what is wrong. */
import { expect } from 'chai';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Field } from '../../src/model/field.ts';
import { blocks, type Block, textOf } from './blocks.ts';
import { LanguageServer } from './server.ts';

const schemas = join(import.meta.dirname, '../../schemas');
const heading = (name: 'scenario' | 'library'): string =>
  `# yaml-language-server: $schema=${pathToFileURL(join(schemas, `${name}.schema.json`)).href}\n`;
const uri = (name: string): string => pathToFileURL(join(import.meta.dirname, `${name}.yaml`)).href;

describe('in an editor', function () {
  this.timeout(60_000);
  const server = new LanguageServer();
  before(() => server.start());
  after(() => server.stop());
  const all = blocks();

  const nameOf = ({ way }: Block): string =>
    way.length === 0
      ? 'the file'
      : way.map((step) => (typeof step === 'object' ? JSON.stringify(step) : step)).join('.');

  it('every key of every block is offered', async () => {
    for (const [i, block] of all.entries()) {
      const { text, line, column } = textOf(block.way, ['']);
      const file = uri(`completion-${String(i)}`);
      server.open(file, heading('scenario') + text);
      const labels = await server.labels(file, { line: line + 1, character: column });
      server.close(file);
      const told = new Set(block.way.flatMap((step) => (typeof step === 'object' ? Object.keys(step) : [])));
      const keys = Object.keys(block.keys).filter((key) => !told.has(key));
      expect(labels, nameOf(block)).to.include.members(keys);
    }
  });

  it('every key of every block is explained', async () => {
    for (const [i, block] of all.entries()) {
      const keys = Object.entries(block.keys).filter(
        ([key]) => !block.way.some((step) => typeof step === 'object' && Object.hasOwn(step, key)),
      );
      const { text, line, column } = textOf(
        block.way,
        keys.map(([key, field]) => `${key}: ${valueOf(field)}`),
      );
      const file = uri(`hover-${String(i)}`);
      server.open(file, heading('scenario') + text);
      for (const [j, [key, { summary }]] of keys.entries()) {
        const shown = await server.hover(file, { line: line + 1 + j, character: column });
        expect(plain(shown), `${nameOf(block)}.${key}`).to.include(plain(summary));
      }
      server.close(file);
    }
  });

  it('what is wrong is marked where it stands', async () => {
    const lines = [
      'version: 1',
      'name: case',
      'time: { end: today, duration: 14, step: 1m }',
      'assets:',
      '  - { id: vm-101, tpye: vm }',
      'streams:',
      '  - { kind: metricks, to: metrics }',
    ];
    const found = await server.diagnostics(uri('broken'), heading('scenario') + lines.join('\n'));
    const marked = new Set(found.map(({ range }) => range.start.line));
    expect([...marked].sort()).to.deep.equal([3, 5, 7]);
  });

  it('nothing is wrong with a scenario that is right', async () => {
    const lines = [
      'version: 1',
      'name: case',
      'time: { end: today, duration: 14d, step: 1m }',
      'assets:',
      '  - id: vm-101',
    ];
    const text = [...lines, 'streams:', '  - { kind: assets, to: assets }', ''].join('\n');
    expect(await server.diagnostics(uri('right'), heading('scenario') + text)).to.deep.equal([]);
  });

  it('a library has no assets', async () => {
    const found = await server.diagnostics(uri('library'), `${heading('library')}assets: []\n`);
    expect(found.map(({ message }) => message).join()).to.include('assets');
  });
});

/** As it may be written there; where nothing is known, a text. */
function valueOf(field: Field): string {
  const value = field.examples?.[0] ?? field.default;
  return value === undefined ? 'x' : JSON.stringify(value);
}

/** Without the marks of Markdown and the white space that a renderer may change. */
const plain = (text: string): string => text.replaceAll(/[\\`*_\s]|&nbsp;|&[lg]t;|[<>]/g, '');
