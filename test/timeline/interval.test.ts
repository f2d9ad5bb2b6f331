import { expect } from 'chai';
import fc from 'fast-check';
import {
  clip,
  complement,
  contains,
  intersect,
  interval,
  measure,
  nothing,
  subtract,
  union,
  unionOf,
} from '../../src/timeline/interval.ts';

const END = 40;
const time = fc.integer({ min: 0, max: END });
const pairs = fc.array(fc.tuple(time, time), { maxLength: 8 });
const set = pairs.map((intervals) => unionOf(intervals));

/** The same set, instant by instant. */
const instants = (s: Float64Array): boolean[] => Array.from({ length: END + 5 }, (_, i) => contains(s, i - 2));

function expectWellFormed(s: Float64Array): void {
  expect(s.length % 2).equal(0);
  for (let i = 1; i < s.length; i++) expect(s[i]).above(s[i - 1]!);
}

describe('interval', () => {
  it('makes a set of intervals in any order', () => {
    expect([...unionOf([[5, 7], [1, 2], [2, 3], [9, 9], [6, 8], [12, 11]])]).deep.equal([1, 3, 5, 8]); // prettier-ignore
    expect([...interval(3, 3), ...interval(4, 3), ...nothing]).deep.equal([]);
    fc.assert(
      fc.property(pairs, (intervals) => {
        expectWellFormed(unionOf(intervals));
        const inside = (t: number): boolean => intervals.some(([from, to]) => from <= t && t < to);
        expect(instants(unionOf(intervals))).deep.equal(Array.from({ length: END + 5 }, (_, i) => inside(i - 2)));
      }),
    );
  });

  it('union, intersection, difference, complement and clip do to sets what or, and, not and bounds do to instants', () => {
    fc.assert(
      fc.property(set, set, time, time, (a, b, from, to) => {
        const [inA, inB] = [instants(a), instants(b)];
        const inRange = inA.map((_, i) => i - 2 >= from && i - 2 < to);
        for (const [result, expected] of [
          [union(a, b), inA.map((v, i) => v || inB[i]!)],
          [intersect(a, b), inA.map((v, i) => v && inB[i]!)],
          [subtract(a, b), inA.map((v, i) => v && !inB[i]!)],
          [complement(a, from, to), inA.map((v, i) => !v && inRange[i]!)],
          [clip(a, from, to), inA.map((v, i) => v && inRange[i]!)],
        ] as const) {
          expectWellFormed(result);
          expect(instants(result)).deep.equal(expected);
          expect(measure(result)).equal(expected.filter(Boolean).length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
