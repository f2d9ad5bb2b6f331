import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { Reporter } from '../../../src/language/diagnostics/reporter.ts';
import { parseText } from '../../../src/language/source.ts';
import { limits } from '../../../src/language/source/limits.ts';
import { readPlain } from '../../../src/language/source/plain.ts';
import { plainPlaces } from '../../../src/language/source/plain-places.ts';
import { type Path } from '../../../src/language/source/places.ts';
import type { Json } from '../../../src/model/units.ts';

const texts = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readFileSync(join(folder, file)))
    .map((bytes) => new TextDecoder().decode(bytes));

const shipped = ['templates', 'scenarios', 'scenarios/library'].flatMap(texts);

/** What is read without the parser is what the parser reads, without a problem; true where it was read. */
function agrees(text: string): boolean {
  const plain = readPlain(text);
  if (plain === null) return false;
  const report = new Reporter();
  const parsed = parseText('x.yaml', text, report);
  const codes = report.diagnostics().map(({ code }) => code);
  expect(codes, text).to.deep.equal([]);
  expect(parsed!.value, text).to.deep.equal(plain);
  // The order of keys, too.
  expect(JSON.stringify(parsed!.value), text).to.equal(JSON.stringify(plain));
  const places = plainPlaces('x.yaml', text);
  for (const path of pathsIn(plain)) {
    for (const part of ['key', 'value'] as const) {
      const place = places(path, part);
      if (place !== null)
        expect(place, `${text}\n${path.join('.')} ${part}`).to.deep.equal(parsed!.places.of(path, part));
    }
  }
  return true;
}

/** All paths that are there, and some that are not. */
function pathsIn(value: Json, path: Path = []): Path[] {
  const below =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, item]) =>
          pathsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return [path, [...path, 'absent'], [...path, 9999], ...below];
}

describe('plain YAML', () => {
  it('is all that ships', () => {
    for (const text of shipped) expect(agrees(text), text.slice(0, 200)).to.equal(true);
  });

  it('is left to the parser where anything is wrong with it, or unusual', function () {
    this.timeout(60_000);
    const all = texts('test/errors').map(agrees);
    expect(all).to.include(true).and.to.include(false);
    const unusual = [
      'a: &b 1',
      'a: *b',
      'a: !!str 1',
      'a: |\n  b',
      'a: b\n  c',
      'a: "\\n"',
      'a: 007',
      'a: .inf',
      'a: 12345678901234567890',
      'a: 1e3',
      'a: b: c',
      'a: [b: c]',
      'a: [b',
      'a: {b: 1\n}',
      'a: 1\na: 2',
      'a:\n\tb: 1',
      'a: 1\r\n',
      '? a\n: b',
      '<<: {}',
      'constructor: 1',
      'null: 1',
      'true: 1',
      '---\na: 1',
      'a: 1\n---\nb: 1',
      '- a',
      'a',
      '',
      '# nothing',
      'a:\n    b: 1\n  c: 2',
      "a: 'b' c",
      'a: [b] # c',
    ];
    for (const text of unusual.slice(0, -1)) expect(readPlain(text), text).to.equal(null);
    expect(agrees(unusual.at(-1)!)).to.equal(true);
  });

  it('stays far below the limits', () => {
    expect(readPlain('a:\n' + '  - 1\n'.repeat(limits.entries))).to.equal(null);
    expect(readPlain('a: ' + '['.repeat(limits.depth) + ']'.repeat(limits.depth))).to.equal(null);
  });

  // Marks of YAML wherever they fall: in a mapping of their own, and in texts that were right before.
  const marks = fc.constantFrom(
    ...[
      '\n',
      '\n  ',
      '\n    ',
      '\n- ',
      '\n  - ',
      '\n#c',
      ' ',
      '- ',
      '-',
      ':',
      ': ',
      ',',
      ', ',
      '{',
      '}',
      '[',
      ']',
      '#',
    ],
    ...[' #', '"', "'", "''", '&a ', '*a', '|', '>', '?', '? ', '%', '@', 'a', 'é', '\u00a0', '1', '0', '.', '-1', '~'],
    ...['null', 'yes', '\\', '<<', '---', '0x1', '1e3', '.inf', 'a: b', '{a: b}', '[a, b]', '12:30', '2024-01-01'],
  );

  it('is read as the parser reads it, whatever is written', function () {
    this.timeout(120_000);
    const text = fc.array(marks, { maxLength: 12 }).map((parts) => `a: ${parts.join('')}`);
    fc.assert(
      fc.property(text, (written) => void agrees(written)),
      { numRuns: 5_000, seed: 8 },
    );
  });

  it('is read as the parser reads it, whatever is changed', function () {
    this.timeout(120_000);
    const pieces = shipped.flatMap((text) => {
      const lines = text.split('\n');
      return lines.flatMap((line, i) => (/^\S/.test(line) ? [lines.slice(i, i + 12).join('\n')] : []));
    });
    const change = fc.record({ at: fc.nat(600), gone: fc.nat(3), mark: marks });
    const changed = fc
      .tuple(fc.constantFrom(...pieces), fc.array(change, { maxLength: 4 }))
      .map(([piece, changes]) =>
        changes.reduce((text, { at, gone, mark }) => text.slice(0, at) + mark + text.slice(at + gone), piece),
      );
    let read = 0;
    fc.assert(
      fc.property(changed, (text) => void (read += Number(agrees(text)))),
      { numRuns: 3_000, seed: 8 },
    );
    expect(read).to.be.above(500);
  });
});
