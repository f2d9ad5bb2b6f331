import { expect } from 'chai';
import fc from 'fast-check';
import type { Operation } from '../../src/model/scenario.ts';
import { combine, combineWeighted } from '../../src/simulate/algebra.ts';

const OPERATIONS: { readonly [op in Operation]: (a: number, x: number) => number } = {
  add: (a, x) => a + x,
  set: (_, x) => x,
  multiply: (a, x) => a * x,
  min: (a, x) => Math.min(a, x),
  max: (a, x) => Math.max(a, x),
};

const number = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((x) => x + 0);
const column = fc.array(number, { minLength: 6, maxLength: 6 });
const wide = fc.array(number, { minLength: 12, maxLength: 12 });
const weight = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));

describe('the algebra of layers', () => {
  for (const [name, meaning] of Object.entries(OPERATIONS)) {
    const op = name as Operation;

    it(`${op}: out = op(in, x), in the span and nowhere else`, () => {
      fc.assert(
        fc.property(wide, wide, fc.nat(12), fc.nat(12), (before, x, from, length) => {
          const to = Math.min(before.length, from + length);
          const out = Float64Array.from(before);
          combine[op](out, Float64Array.from(x), from, to);
          const expected = before.map((a, i) => (i >= from && i < to ? meaning(a, x[i - from]!) : a));
          expect([...out]).to.deep.equal(expected);
        }),
      );
    });

    it(`${op} with weights: in + w·(op(in, x) − in), exactly op at 1 and exactly in at 0`, () => {
      fc.assert(
        fc.property(column, column, fc.array(weight, { minLength: 3, maxLength: 3 }), (before, x, w) => {
          const out = Float64Array.from(before);
          combineWeighted(op, out, Float64Array.from(x), Float64Array.from(w), 2, 5);
          for (const [i, a] of before.entries()) {
            const here = i >= 2 && i < 5 ? w[i - 2]! : 0;
            const full = meaning(a, x[i - 2] ?? 0);
            if (here === 0) expect(out[i]).to.equal(a);
            else if (here === 1) expect(out[i]).to.equal(full);
            else expect(out[i]).to.equal(a + here * (full - a));
          }
        }),
      );
    });
  }
});
