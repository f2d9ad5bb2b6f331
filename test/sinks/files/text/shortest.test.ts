import { expect } from 'chai';
import fc from 'fast-check';
import { DigitTables, writeNumber } from '../../../../src/sinks/files/text/digits.ts';
import type { Page } from '../../../../src/sinks/files/text/page.ts';
import { writeShortest } from '../../../../src/sinks/files/text/shortest.ts';

const bytes = new Uint8Array(64);
const page: Page = { bytes, view: new DataView(bytes.buffer), at: 0 };
const textTo = (end: number): string => Buffer.from(bytes.subarray(0, end)).toString('latin1');

/** Null where it is left to String. */
function shortest(value: number): string | null {
  const end = writeShortest(page, 0, Float64Array.of(value), 0);
  return end < 0 ? null : textTo(end);
}

const tables = new DigitTables();
const written = (value: number, decimals: number | null): string =>
  textTo(writeNumber(page, 0, Float64Array.of(value), 0, tables.of(decimals)));

/** Of everyday size, with any bits behind the point. */
const everyday = fc
  .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -4, max: 5 }))
  .map(([digits, exponent]) => digits * 10 ** exponent);

describe('numbers as text', () => {
  it('are the shortest that read back', () => {
    fc.assert(
      fc.property(everyday, (value) => {
        const text = shortest(value);
        if (text !== null) expect(text).to.equal(String(value));
      }),
      { numRuns: 50_000, seed: 1 },
    );
  });

  it('are so beside powers of two and ten, and beside what has few digits', () => {
    for (let exponent = -10; exponent < 17; exponent++) {
      for (let step = -300; step <= 300; step++) {
        for (const near of [2 ** exponent, Number(`1e${exponent % 6}`), 12.5, 0.1, 88.2]) {
          const value = near * (1 + step * 2 ** -53);
          const text = shortest(value);
          if (text !== null) expect(text).to.equal(String(value));
        }
      }
    }
  });

  it('are seldom left to String where they have many digits', () => {
    const values = fc.sample(fc.double({ min: 0.5, max: 200, noNaN: true, noDefaultInfinity: true }), {
      numRuns: 2000,
      seed: 2,
    });
    const many = values.filter((value) => value > 1 && String(value).replace('.', '').length >= 16);
    expect(many.length).to.be.greaterThan(100);
    expect(many.filter((value) => shortest(value) === null).length / many.length).to.be.lessThan(0.05);
  });

  it('are those of String whatever their decimals, sign and size', () => {
    const any = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), everyday);
    fc.assert(
      fc.property(any, fc.boolean(), fc.constantFrom(null, 0, 1, 2, 6), (size, negative, decimals) => {
        const value = negative ? -size : size;
        expect(written(value, decimals)).to.equal(String(value));
        const rounded = Math.round(value * 10 ** (decimals ?? 0)) / 10 ** (decimals ?? 0);
        if (Number.isFinite(rounded)) expect(written(rounded, decimals)).to.equal(String(rounded));
      }),
      { numRuns: 20_000, seed: 3 },
    );
  });

  it('come from tables that are those of String', () => {
    for (let decimals = 0; decimals <= 6; decimals++) {
      for (let n = 0; n < 40_000; n++)
        expect(written(n / 10 ** decimals, decimals)).to.equal(String(n / 10 ** decimals));
    }
  });
});
