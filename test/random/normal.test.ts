import { expect } from 'chai';
import { exp } from '../../src/random/math.ts';
import { fillNormal, normalCdf, normalOf, normalQuantile } from '../../src/random/normal.ts';

const BITS = 2 ** 32;
const SEGMENT = 2 ** 20;
const density = (x: number): number => 0.3989422804014327 * exp((-x * x) / 2);

/** Number of 32-bit draws whose value is below x, by bisection: the values rise with the bits. */
function below(x: number): number {
  let [low, high] = [0, BITS];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (normalOf(middle) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

describe('normal', () => {
  it('quantile: meets the values of the published algorithm', () => {
    // Wichura 1988, section 2; the others by arbitrary precision.
    const known: [number, number][] = [
      [0.25, -0.6744897501960817],
      [0.001, -3.090232306167813],
      [1e-20, -9.262340089798409],
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.075, -1.4395314709384563],
      [1e-300, -37.0471],
    ];
    for (const [p, x] of known) expect(normalQuantile(p)).closeTo(x, p < 1e-100 ? 1e-4 : 4e-15);
    expect([normalQuantile(0), normalQuantile(1)]).deep.equal([-Infinity, Infinity]);
    expect(normalQuantile(-0.1)).NaN;
  });

  it('many at once are the same as one by one, in the tails too, and nothing beyond them is written', () => {
    const bits = Int32Array.from({ length: 9 }, (_, i) => [0, -1, 31 << 20, 0x7fff_ffff, 1 << 31][i % 5]! ^ (i << 7));
    for (let count = 0; count <= bits.length; count++) {
      const out = new Float64Array(bits.length).fill(7);
      fillNormal(bits, count, 0.35, out);
      expect([...out]).deep.equal([...bits].map((word, i) => (i < count ? normalOf(word) * 0.35 : 7)));
    }
  });

  it('distribution function: meets known values in all its parts, with all digits in the tail', () => {
    const known: [number, number][] = [
      [0, 0.5],
      [0.5, 0.6914624612740131],
      [-1, 0.15865525393145705],
      [1.959963984540054, 0.975],
      [-3, 0.0013498980316300946],
      [-5, 2.866515718791939e-7],
      [-8, 6.220960574271785e-16],
      [-20, 2.753624118606234e-89],
      [40, 1],
      [-40, 0],
    ];
    for (const [x, p] of known) expect(normalCdf(x)).closeTo(p, p * 4e-15, String(x));
  });

  it('distribution function and quantile undo each other', () => {
    for (let i = 1; i < 4000; i++) {
      const p = exp(-i / 10);
      // One rounding of x changes the probability by x² parts of its last place.
      const x = normalQuantile(p);
      expect(Math.abs(normalCdf(x) / p - 1)).below(1e-15 * (x * x + 10), `p = ${p}`);
      const q = i / 4000;
      expect(normalCdf(normalQuantile(q))).closeTo(q, 4e-16);
      expect(normalQuantile(1 - q) + normalQuantile(1 - (1 - q))).closeTo(0, 1e-15);
    }
  });

  it('value of bits: never far from the quantile, and the quantile itself in the tails', () => {
    let worst = 0;
    for (let segment = 0; segment < 4096; segment++) {
      for (let part = 0; part < 16; part++) {
        const bits = segment * SEGMENT + part * 65536 + ((segment * 40503) & 0xffff);
        const error = Math.abs(normalOf(bits) - normalQuantile((bits + 0.5) / BITS));
        worst = Math.max(worst, error);
        if (segment < 32 || segment >= 4064) expect(error).equal(0);
      }
    }
    expect(worst).within(1e-7, 4e-5);
    expect(normalOf(0)).closeTo(-6.33796, 1e-4);
  });

  it('value of bits: int32 and uint32 are the same, complements are opposite, and it rises', () => {
    for (let segment = 1; segment < 4096; segment++) {
      const first = segment * SEGMENT;
      expect(normalOf(first)).above(normalOf(first - 1));
      expect(normalOf(first | 0)).equal(normalOf(first));
      expect(normalOf(~(first + 12345))).equal(-normalOf(first + 12345));
    }
  });

  it('value of bits: the moments over all 2^32 draws are those of the normal distribution', () => {
    // The mean is 0 by symmetry. Outer segments: the integrals of z² and z⁴ over the tails.
    const z = normalQuantile(32 / 4096);
    let second = 2 * (normalCdf(z) - z * density(z));
    let fourth = 2 * (3 * normalCdf(z) - (z * z * z + 3 * z) * density(z));
    // Inner segments: exact sums over the 2^20 evenly spaced values of a straight line.
    const spread = (SEGMENT * SEGMENT - 1) / 12;
    const spread4 = ((SEGMENT * SEGMENT - 1) * (3 * SEGMENT * SEGMENT - 7)) / 240;
    for (let segment = 32; segment < 4064; segment++) {
      const [low, high] = [normalOf(segment * SEGMENT), normalOf((segment + 1) * SEGMENT - 1)];
      const m2 = ((low + high) / 2) ** 2;
      const s2 = ((high - low) / (SEGMENT - 1)) ** 2;
      second += (m2 + s2 * spread) / 4096;
      fourth += (m2 * m2 + 6 * m2 * s2 * spread + s2 * s2 * spread4) / 4096;
    }
    expect(second).closeTo(1, 2e-6);
    expect(fourth / (second * second)).closeTo(3, 1e-5);
  });

  it('value of bits: as many draws lie below any x as the distribution says', () => {
    for (const x of [-6, -5, -4, -3, -2.5, -2.41, -2, -1, -0.1, 0, 0.3, 1, 2, 3, 4, 5]) {
      expect(below(x) / BITS).closeTo(normalCdf(x), Math.min(2e-6, normalCdf(x) * 1e-3) + 2 / BITS, String(x));
    }
  });
});
