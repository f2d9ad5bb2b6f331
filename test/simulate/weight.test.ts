import { expect } from 'chai';
import fc from 'fast-check';
import { fillWeights, spansOf } from '../../src/simulate/weight.ts';

const ticks = { start: 0, step: 1, count: 40 };

function weights(windows: readonly number[], rise: number, fall: number): number[] {
  const column = new Float64Array(ticks.count).fill(9);
  fillWeights(Float64Array.from(windows), rise, fall, ticks, column);
  return [...column];
}

describe('weights of a layer', () => {
  it('are 1 in a window and 0 outside, half open, without rise and fall', () => {
    expect(weights([3, 6], 0, 0).slice(0, 8)).to.deep.equal([0, 0, 0, 1, 1, 1, 0, 0]);
  });

  it('rise from the start, inside, and fall after the end, outside', () => {
    const w = weights([4, 12], 4, 2);
    expect(w.slice(4, 9)).to.deep.equal([0, 0.25, 0.5, 0.75, 1]);
    expect(w.slice(11, 15)).to.deep.equal([1, 1, 0.5, 0]);
  });

  it('fall from the level that the rise had reached', () => {
    // After 2 of 8 the window ends: a quarter.
    expect(weights([0, 2], 8, 4).slice(0, 7)).to.deep.equal([0, 0.125, 0.25, 0.1875, 0.125, 0.0625, 0]);
  });

  it('take the larger where the fall of one meets the rise of the next', () => {
    const w = weights([0, 4, 6, 14], 4, 8);
    for (let t = 6; t < 12; t++) expect(w[t]).to.equal(Math.max(1 - (t - 4) / 8, Math.min(1, (t - 6) / 4)));
  });

  it('lie in [0, 1], and are 0 exactly where no span reaches', () => {
    const window = fc.tuple(fc.integer({ min: -20, max: 45 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(fc.array(window, { maxLength: 4 }), fc.nat(6), fc.nat(6), (gaps, rise, fall) => {
        let at = -20;
        const windows = gaps.flatMap(([gap, length]) => {
          const start = at + 1 + Math.abs(gap % 7);
          at = start + length;
          return [start, at];
        });
        const w = weights(windows, rise, fall);
        const spans = spansOf(Float64Array.from(windows), fall, ticks);
        for (const [i, weight] of w.entries()) {
          expect(weight).to.be.within(0, 1);
          if (!spans.some(({ from, to }) => i >= from && i < to)) expect(weight).to.equal(0);
        }
        for (let i = 1; i < spans.length; i++) expect(spans[i]!.from).to.be.above(spans[i - 1]!.to);
      }),
    );
  });
});
