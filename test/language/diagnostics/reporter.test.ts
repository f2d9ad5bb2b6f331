import { expect } from 'chai';
import { Reporter } from '../../../src/language/diagnostics/reporter.ts';
import { a, didYouMean, listed, quote } from '../../../src/language/diagnostics/words.ts';

const place = (file: string, line: number, column = 1) => ({
  file,
  line,
  column,
  endLine: line,
  endColumn: column + 1,
});

describe('reporter', () => {
  it('sorts by file as read, then by place', () => {
    const report = new Reporter();
    report.addText('z.yaml', '');
    report.addText('a.yaml', '');
    report.error('syntax', place('b.yaml', 1), 'fourth');
    report.error('syntax', place('a.yaml', 1), 'third');
    report.error('syntax', place('z.yaml', 10), 'second');
    report.warning('syntax', place('z.yaml', 2, 5), 'first');
    report.error('syntax', place('z.yaml', 2, 3), 'zeroth');
    expect(report.diagnostics().map(({ message }) => message)).to.deep.equal([
      'zeroth',
      'first',
      'second',
      'third',
      'fourth',
    ]);
  });

  it('says one problem once, however often it is met', () => {
    const report = new Reporter();
    report.error('syntax', place('a.yaml', 1), 'same', 'hint');
    report.error('syntax', place('a.yaml', 1), 'same', 'hint');
    report.error('syntax', place('a.yaml', 1), 'other');
    expect(report.diagnostics()).to.have.length(2);
    expect(report.diagnostics()[0]).to.deep.equal({
      ...place('a.yaml', 1),
      severity: 'error',
      code: 'syntax',
      message: 'same',
      hint: 'hint',
    });
  });

  it('fails by errors, not by warnings', () => {
    const report = new Reporter();
    report.warning('syntax', place('a.yaml', 1), 'mind');
    expect(report.failed).to.equal(false);
    report.error('syntax', place('a.yaml', 1), 'no');
    expect(report.failed).to.equal(true);
  });
});

describe('words', () => {
  it('quote values as they are written', () => {
    expect(quote('cpu')).to.equal('`cpu`');
    expect(quote({ uniform: [1, 2] })).to.equal('`{uniform: [1, 2]}`');
    expect(quote('a\n  b')).to.equal('`a b`');
    expect(quote('x'.repeat(100))).to.have.length(63);
  });
  it('list names', () => {
    expect(listed(['a'])).to.equal('`a`');
    expect(listed(['a', 'b', 'c'])).to.equal('`a`, `b` or `c`');
    expect(listed(['a', 'b'], 'and')).to.equal('`a` and `b`');
    expect(listed(Array.from({ length: 30 }, (_, i) => `n${i}`))).to.match(/`n23` and 6 more$/);
  });
  it('say what was meant', () => {
    expect(didYouMean('sien', ['sine', 'ramp'], 'Kinds')).to.equal('Did you mean `sine`? Kinds: `sine`, `ramp`');
    expect(didYouMean('zzz', ['sine'])).to.equal('Legal here: `sine`');
    expect(didYouMean('zzz', [])).to.equal(null);
  });
  it('know articles', () => {
    expect([a('layer'), a('episode'), a('uniform draw'), a('unknown'), a('a share')]).to.deep.equal([
      'a layer',
      'an episode',
      'a uniform draw',
      'an unknown',
      'a share',
    ]);
  });
});
