import { expect } from 'chai';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { Reporter } from '../../../src/language/diagnostics/reporter.ts';
import { limits } from '../../../src/language/source/limits.ts';
import { readSource, type Path, type Source } from '../../../src/language/source.ts';

function read(text: string | Uint8Array): { source: Source | null; codes: string[]; at: string[] } {
  const report = new Reporter();
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const source = readSource('x.yaml', bytes, report);
  const found = report.diagnostics();
  return { source, codes: found.map(({ code }) => code), at: found.map(({ line, column }) => `${line}:${column}`) };
}

describe('source', () => {
  it('reads plain data in the core schema of YAML 1.2', () => {
    const { source } = read('a: 23:00\nb: on\nc: 0o17\nd: ~\ne: true\nf: "5"\ng: 180e6\n60: x\n');
    expect(source!.value).to.deep.equal({ a: '23:00', b: 'on', c: 15, d: null, e: true, f: '5', g: 180e6, '60': 'x' });
  });

  it('gives objects without a prototype', () => {
    const { source } = read('a: {b: 1}\n');
    expect(Object.getPrototypeOf((source!.value as { a: object }).a)).to.equal(null);
  });

  it('does not mind a byte order mark or CRLF', () => {
    const { source } = read('\uFEFFa: 1\r\nb:\r\n  c: [\r\n    1]\r\n');
    expect(source!.value).to.deep.equal({ a: 1, b: { c: [1] } });
    expect(source!.place(['b', 'c'])).to.include({ line: 3, column: 6, endLine: 4, endColumn: 7 });
    expect(source!.place(['b'], 'key')).to.include({ line: 2, column: 1, endLine: 2, endColumn: 2 });
  });

  it('reads back whatever the yaml package writes', () => {
    const key = fc.stringMatching(/^[a-z ]{1,6}$/);
    const { data } = fc.letrec((tie) => ({
      data: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        fc.array(tie('data')),
        fc.dictionary(key, tie('data')),
      ),
    }));
    fc.assert(
      fc.property(data, (value) => {
        const { source, codes } = read(stringify({ value }));
        fc.pre(!codes.includes('control-character'));
        expect(codes).to.deep.equal([]);
        expect(source!.value).to.deep.equal({ value });
      }),
    );
  });

  it('never throws, whatever is written', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      ':',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '"',
      "'",
      '#',
      '&a ',
      '*a',
      '!t ',
      '|',
      '>',
      '%',
      '---\n',
      '...\n',
      '? ',
      '\t',
      '<<',
      '1',
      '.inf',
      '@',
      '`',
      '\\',
      '\r\n',
      '\u{1f642}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { source, codes } = read(pieces.join(''));
        expect(source === null).to.equal(codes.length > 0);
      }),
      { numRuns: 3000 },
    );
  });

  describe('limits', () => {
    const openers = { flow: '[', 'flow maps': '{a: ', dashes: '- ', questions: '? ', colons: 'a: ', mixed: '[{a: ' };
    for (const [name, opener] of Object.entries(openers)) {
      it(`refuses thousands of levels of ${name}`, () =>
        expect(read(opener.repeat(5_000)).codes).to.deep.equal(['too-deep']));
    }

    const indented = (levels: number): string =>
      Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:\n`).join('');
    it('allows as many levels as it says', () => {
      expect(read(`${indented(limits.depth).trimEnd()} 1`).codes).to.deep.equal([]);
      const beyond = read(`${indented(limits.depth + 1).trimEnd()} 1`);
      expect(beyond.codes).to.deep.equal(['too-deep']);
      expect(beyond.at).to.deep.equal([`${limits.depth + 1}:${limits.depth + 1}`]);
    });
    it('does not count brackets in texts and comments', () => {
      const text = '['.repeat(100);
      expect(read(`a: "${text}"\nb: |\n  ${text}\nc: x${text}\n# ${text}\n`).codes).to.deep.equal([]);
    });

    const flat = (keys: number): string => Array.from({ length: keys }, (_, i) => `k${i}: 1\n`).join('');
    it('counts keys before it parses', () => {
      expect(read(flat(limits.entries)).codes).to.deep.equal([]);
      expect(read(flat(limits.entries + 1)).at).to.deep.equal([`${limits.entries + 1}:7`]);
      expect(read(flat(40_000)).codes).to.deep.equal(['too-many-entries']);
    });
    it('counts list items too', () => {
      expect(read(`a: [${'1, '.repeat(limits.entries - 1)}1]`).codes).to.deep.equal(['too-many-entries']);
      expect(read('- 1\n'.repeat(limits.entries + 1)).codes).to.deep.equal(['too-many-entries']);
    });

    it('counts each only once', () => {
      const assets = `  - {id: a, type: vm, pattern: [p]}\n`.repeat(limits.entries / 5 - 1);
      expect(read(`assets:\n${assets}`).codes).to.deep.equal([]);
      expect(read(`assets:\n${assets}  - {id: a, type: vm, pattern: [p]}\n`).codes).to.deep.equal(['too-many-entries']);
    });

    it('counts bytes, not characters', () => {
      expect(read(`a: "${'é'.repeat((limits.bytes - 5) / 2 - 0.5)}"`).codes).to.deep.equal([]);
      expect(read(`a: "${'é'.repeat(limits.bytes / 2)}"`).codes).to.deep.equal(['too-large']);
    });

    it('allows one anchor to be used hundreds of times', () => {
      const uses = Array.from({ length: 900 }, (_, i) => `k${i}: *pct\n`).join('');
      const { source } = read(`pct: &pct {unit: percentage, clamp: [0, 100], decimals: 1}\n${uses}`);
      expect((source!.value as Record<string, unknown>)['k899']).to.deep.equal({
        unit: 'percentage',
        clamp: [0, 100],
        decimals: 1,
      });
    });
    it('refuses aliases that multiply', () => {
      const letters = 'abcdefghij';
      const bomb = Array.from(
        letters.slice(1),
        (letter, i) => `${letter}: &${letter} [${Array(9).fill(`*${letters[i]!}`).join(', ')}]\n`,
      );
      const { codes, at } = read(`a: &a [x, x, x, x, x, x, x, x, x]\n${bomb.join('')}`);
      expect(codes).to.deep.equal(['too-many-aliases']);
      expect(at[0]).to.match(/^6:/);
    });
    it('counts what aliases stand for to the last value', () => {
      // An anchor of 1 + 99 values: each use counts 100.
      const used = (times: number): string =>
        `a: &a [${Array(99).fill('x').join(', ')}]\nb:\n${'  - *a\n'.repeat(times)}`;
      expect(read(used(limits.expanded / 100 - 2)).codes).to.deep.equal([]);
      expect(read(used(limits.expanded / 100)).codes).to.deep.equal(['too-many-aliases']);
    });
  });

  describe('places', () => {
    const text = `# comment
version: 1
assets:
  - id: a
    type: vm
  - {id: b, "t\\u0061gs": {x: 1}}
shared: &m
  clamp: [0, 1]
use: *m
empty:
folded: >
  two
  lines
text: "abc \${x} d"
`;
    const { source } = read(text);
    const place = (path: Path, part?: 'key' | 'value'): string => {
      const { line, column, endLine, endColumn } = source!.place(path, part);
      return `${line}:${column}-${endLine === line ? '' : `${endLine}:`}${endColumn}`;
    };
    const cases: [path: Path, key: string, value: string][] = [
      [['version'], '2:1-8', '2:10-11'],
      [['assets'], '3:1-7', '4:3-6:33'],
      [['assets', 0], '4:5-10', '4:5-5:13'],
      [['assets', 0, 'type'], '5:5-9', '5:11-13'],
      [['assets', 1], '6:5-33', '6:5-33'],
      [['assets', 1, 'tags', 'x'], '6:27-28', '6:30-31'],
      [['shared', 'clamp', 1], '8:14-15', '8:14-15'],
      [['use'], '9:1-4', '9:6-8'],
      [['use', 'clamp'], '8:3-8', '8:10-16'],
      [['empty'], '10:1-6', '10:1-6'],
      [[], '2:1-11', '2:1-14:19'],
    ];
    for (const [path, key, value] of cases) {
      it(`finds ${JSON.stringify(path)}`, () => {
        expect(place(path, 'key')).to.equal(key);
        expect(place(path, 'value')).to.equal(value);
        expect(place(path)).to.equal(value);
      });
    }

    it('names the block that misses a key', () => {
      expect(place(['nope'])).to.equal('2:1-11');
      expect(place(['assets', 0, 'nope'])).to.equal('4:5-10');
      expect(place(['assets', 1, 'tags', 'nope', 'deeper'])).to.equal('6:13-24');
      expect(place(['assets', 7, 'id'])).to.equal('3:1-7');
      expect(place(['use', 'nope'])).to.equal('9:1-4');
      expect(place(['empty', 'nope'])).to.equal('10:1-6');
      expect(place(['version', 'nope'])).to.equal('2:1-8');
    });

    it('finds a part of a text', () => {
      expect(source!.within(['text'], 4, 8)).to.include({ line: 14, column: 12, endColumn: 16 });
      expect(source!.within(['folded'], 0, 1)).to.deep.equal(source!.place(['folded']));
      expect(source!.within(['nope'], 0, 1)).to.deep.equal(source!.place(['nope']));
    });
  });
});
