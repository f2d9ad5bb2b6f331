import { expect } from 'chai';
import fc from 'fast-check';
import { suggest } from '../../../src/language/diagnostics/suggest.ts';

const names = ['constant', 'sine', 'spike', 'ramp', 'noise', 'follow', 'cpu_usage', 'memory_usage'];

describe('suggest', () => {
  const cases: [written: string, meant: string | null][] = [
    ['sine', 'sine'],
    ['sien', 'sine'],
    ['snie', 'sine'],
    ['spikes', 'spike'],
    ['Noise', 'noise'],
    ['cpu-usage', 'cpu_usage'],
    ['cpu_usgae', 'cpu_usage'],
    ['memry_usge', 'memory_usage'],
    ['rmp', 'ramp'],
    ['disk', null],
    ['', null],
    ['xyz', null],
  ];
  for (const [written, meant] of cases)
    it(`${written} → ${meant}`, () => expect(suggest(written, names)).to.equal(meant));

  it('prefers the nearest, and of equals the first', () => {
    expect(suggest('abcx', ['abcyy', 'abcd', 'abce'])).to.equal('abcd');
  });

  it('forgives one slip in any word of three letters or more', () => {
    const word = fc.stringMatching(/^[a-z]{3,12}$/);
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (meant, where, slip) => {
        const i = where % (meant.length - 1);
        const rest = meant.slice(i + 2);
        const pair =
          slip === 'drop'
            ? meant[i]!
            : slip === 'double'
              ? meant[i]! + meant.slice(i, i + 2)
              : meant[i + 1]! + meant[i]!;
        expect(suggest(meant.slice(0, i) + pair + rest, [meant])).to.equal(meant);
      }),
    );
  });
});
