/** What an editor shows of a scenario, by the schema that is committed: keys to choose from, what they mean, what is wrong. */
import { expect } from 'chai';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { streamKinds } from '../../src/language/grammar/stream.ts';
import { layers } from '../../src/layers/registry.ts';
import type { Field } from '../../src/model/field.ts';
import { sinks } from '../../src/sinks/registry.ts';
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

  it('every kind of layer, stream and sink is offered as a whole, which is valid as it is inserted', async () => {
    const start = 'version: 1\nname: case\ntime: { end: today, duration: 1d, step: 1m }\n';
    const places = [
      { noun: 'layer', kinds: layers, way: 'patterns:\n  p:\n    metrics:\n      m:\n        layers:\n          - ' },
      { noun: 'stream', kinds: streamKinds, way: 'streams:\n  - ' },
      { noun: 'sink', kinds: sinks, way: 'sinks:\n  here:\n    ' },
    ];
    for (const { noun, kinds, way } of places) {
      const text = heading('scenario') + start + way;
      const file = uri(`snippets-${noun}`);
      server.open(file, `${text}\n`);
      const lines = text.split('\n');
      const offers = await server.offers(file, { line: lines.length - 1, character: lines.at(-1)!.length });
      server.close(file);
      for (const { kind, summary } of kinds) {
        const offer = offers.find(({ label }) => label === `${kind} ${noun}, an example`);
        expect(offer, `${kind} ${noun}`).to.deep.include({ documentation: summary });
        const inserted = offer!
          .insertText!.replaceAll('\\$', '$')
          .replaceAll('\n', `\n${' '.repeat(lines.at(-1)!.replace('- ', '').length)}`);
        const found = await server.diagnostics(uri(`snippet-${noun}-${kind}`), `${text}${inserted}\n`);
        // What the rest of the file lacks is none of its business.
        const own = found.filter(({ range }) => range.start.line >= lines.length - 1);
        expect(
          own.map(({ message }) => message),
          inserted,
        ).to.deep.equal([]);
      }
    }
  });

  it('every value of a choice is offered with what it means', async () => {
    const asked = [
      {
        text: 'metrics:\n  m:\n    while_down: ',
        said: { missing: 'No record', zero: 'A record with 0', keep: 'seen from outside' },
      },
      {
        text: 'patterns:\n  p:\n    metrics:\n      m:\n        layers:\n          - kind: noise\n            op: ',
        said: { add: 'Added', set: 'Replaces', multiply: 'A factor' },
      },
    ];
    for (const [i, { text, said }] of asked.entries()) {
      const file = uri(`choice-${String(i)}`);
      server.open(file, `${heading('scenario')}${text}\n`);
      const lines = text.split('\n');
      const offers = await server.offers(file, { line: lines.length, character: lines.at(-1)!.length });
      server.close(file);
      for (const [value, meaning] of Object.entries(said)) {
        const told = offers.find(({ label }) => label === value)?.documentation;
        expect(typeof told === 'object' ? told.value : told, value).to.include(meaning);
      }
    }
  });

  it('defaults, units and examples are said too', async () => {
    const text = `${heading('scenario')}patterns:\n  p:\n    metrics:\n      m:\n        layers:\n          - { kind: follow, metric: x, gain: 2 }\n`;
    const file = uri('told');
    server.open(file, text);
    const shown = await server.hover(file, { line: 6, character: '          - { kind: follow, metric: x, g'.length });
    server.close(file);
    expect(plain(shown)).to.include(plain('Default: 1')).and.include(plain('For example: 0.5'));
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
