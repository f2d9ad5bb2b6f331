import { expect } from 'chai';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { render } from '../../../src/language/diagnostics/render.ts';

const one = (more: Partial<Diagnostic>): Diagnostic => ({
  file: 'a.yaml',
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 2,
  severity: 'error',
  code: 'some-code',
  message: 'A message',
  hint: null,
  ...more,
});
const text = (written: string, more: Partial<Diagnostic>): string[] =>
  render([one(more)], 'text', { texts: new Map([['a.yaml', written]]), version: '1' }).split('\n');

describe('rendering', () => {
  it('shows the place, the line, the mark and the hint', () => {
    expect(
      text('first\r\nname: x y\r\n', { line: 2, column: 7, endLine: 2, endColumn: 10, hint: 'Quote it' }).join('\n'),
    ).to.equal('a.yaml:2:7: error[some-code]: A message\n2 | name: x y\n  |       ^^^\n  = Quote it\n');
  });

  it('parts problems by an empty line', () => {
    const found = render([one({}), one({ severity: 'warning' })], 'text', { texts: new Map(), version: '1' });
    expect(found).to.equal('a.yaml:1:1: error[some-code]: A message\n\na.yaml:1:1: warning[some-code]: A message\n');
  });

  it('marks what stands after tabs, wide and astral characters, and combining marks', () => {
    expect(text('\tab', { column: 3, endColumn: 4 }).slice(1, 3)).to.deep.equal(['1 |     ab', '  |      ^']);
    expect(text('温度 x', { column: 4, endColumn: 5 })[2]).to.equal('  |      ^');
    expect(text('温度 x', { column: 1, endColumn: 3 })[2]).to.equal('  | ^^^^');
    expect(text('🌡️🙂 x', { column: '🌡️🙂 '.length + 1, endColumn: '🌡️🙂 x'.length + 1 })[2]).to.match(
      /^ {2}\| {4,5}\^$/,
    );
    expect(text('e\u0301 x', { column: 4, endColumn: 5 })[2]).to.equal('  |   ^');
  });

  it('marks at least one character, also at the end of a line', () => {
    expect(text('ab', { column: 3, endColumn: 3 })[2]).to.equal('  |   ^');
    expect(text('ab', { column: 1, endColumn: 1 })[2]).to.equal('  | ^');
  });

  it('marks the first line of a block', () => {
    expect(text('a: {\n  b: 1}\n', { column: 4, endLine: 2, endColumn: 8 })[2]).to.equal('  |    ^');
  });

  it('shows a window of a long line', () => {
    const written = `${'a '.repeat(200)}HERE${' b'.repeat(200)}`;
    const [, line, mark] = text(written, { column: 401, endColumn: 405 });
    expect(line).to.match(/^1 \| …[a ]+HERE[ b]+…$/);
    expect(line!.length).to.be.at.most(110);
    expect(line!.slice(mark!.indexOf('^'), mark!.lastIndexOf('^') + 1)).to.equal('HERE');
    const [, atEnd, endMark] = text(written, { column: 799, endColumn: 805 });
    expect(atEnd!.slice(endMark!.indexOf('^'))).to.equal(written.slice(798));
  });

  it('does not let a file write to the terminal', () => {
    const found = text('a: \u001b[2Jx\u202e', { message: 'Name \u001b[31m', file: 'a.yaml', hint: '\u0007' }).join('');
    // eslint-disable-next-line no-control-regex
    expect(found).not.to.match(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(found).to.contain('\\u{1b}[31m');
  });

  it('colours on demand', () => {
    const found = render([one({})], 'text', { texts: new Map([['a.yaml', 'ab']]), colour: true, version: '1' });
    expect(found).to.contain('\u001b[1;31merror[some-code]:\u001b[0m');
  });

  it('gives JSON with all keys, an array also where there is nothing', () => {
    expect(JSON.parse(render([one({})], 'json', { texts: new Map(), version: '1' }))).to.deep.equal([one({})]);
    expect(render([], 'json', { texts: new Map(), version: '1' })).to.equal('[]\n');
  });

  it('escapes the commands of GitHub', () => {
    const found = render([one({ file: 'a,b:c.yaml', message: '100%: a, b\nc', hint: 'Try' })], 'github', {
      texts: new Map(),
      version: '1',
    });
    expect(found).to.equal(
      '::error file=a%2Cb%3Ac.yaml,line=1,endLine=1,col=1,endColumn=2,title=some-code::100%25: a, b%0Ac%0ATry\n',
    );
    const block = render([one({ endLine: 3, severity: 'warning' })], 'github', { texts: new Map(), version: '1' });
    expect(block).to.equal('::warning file=a.yaml,line=1,endLine=3,title=some-code::A message\n');
  });

  it('gives SARIF 2.1.0', () => {
    const found = JSON.parse(
      render([one({ file: '/x/ä b.yaml', hint: 'Try' }), one({ code: 'a-code', file: 'scenarios/b.yaml' })], 'sarif', {
        texts: new Map(),
        version: '1.2.3',
      }),
    ) as {
      version: string;
      runs: [
        {
          tool: { driver: object };
          columnKind: string;
          results: {
            ruleId: string;
            ruleIndex: number;
            level: string;
            message: object;
            locations: { physicalLocation: { artifactLocation: object; region: object } }[];
          }[];
        },
      ];
    };
    const [run] = found.runs;
    expect(found.version).to.equal('2.1.0');
    expect(run.columnKind).to.equal('utf16CodeUnits');
    expect(run.tool.driver).to.deep.equal({
      name: 'seedctl',
      version: '1.2.3',
      rules: [{ id: 'a-code' }, { id: 'some-code' }],
    });
    expect(run.results.map(({ ruleId, ruleIndex, level }) => [ruleId, ruleIndex, level])).to.deep.equal([
      ['some-code', 1, 'error'],
      ['a-code', 0, 'error'],
    ]);
    expect(run.results[0]!.message).to.deep.equal({ text: 'A message. Try' });
    expect(run.results.map((result) => result.locations[0]!.physicalLocation.artifactLocation)).to.deep.equal([
      { uri: 'file:///x/%C3%A4%20b.yaml' },
      { uri: 'scenarios/b.yaml' },
    ]);
    expect(run.results[0]!.locations[0]!.physicalLocation.region).to.deep.equal({
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 2,
    });
  });
});
