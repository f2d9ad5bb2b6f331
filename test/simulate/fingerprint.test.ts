import { expect } from 'chai';
import fc from 'fast-check';
import {
  addFingerprints,
  addRecord,
  addValues,
  emptyFingerprint,
  rowKey,
  toHex,
} from '../../src/simulate/fingerprint.ts';

const KEY = rowKey('vm-101', 'cpu_usage', '', 0);

function of(records: readonly (readonly [number, number])[], key = KEY): string {
  const sum = emptyFingerprint();
  const [times, values] = [0, 1].map((i) => Float64Array.from(records.map((record) => record[i]!)));
  addValues(sum, key, times!, values!, records.length);
  return toHex(sum);
}

const record = fc.tuple(fc.integer({ min: -1e13, max: 4e12 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const records = fc.uniqueArray(record, { minLength: 1, maxLength: 30, selector: ([time]) => time });

/** A double with one bit of its 64 turned. */
function turned(x: number, bit: number): number {
  const words = new BigUint64Array(1);
  const double = new Float64Array(words.buffer);
  double[0] = x;
  words[0] = words[0]! ^ (1n << BigInt(bit));
  return double[0];
}

describe('fingerprints', () => {
  it('are 16 hex digits, and zeros for nothing', () => {
    expect(toHex(emptyFingerprint())).to.equal('0000000000000000');
    expect(of([[0, 1]])).to.match(/^[0-9a-f]{16}$/);
  });

  it('depend neither on order nor on how the work was cut', () => {
    fc.assert(
      fc.property(records, fc.nat(30), (all, at) => {
        expect(of(all.toReversed())).to.equal(of(all));
        const [left, right] = [all.slice(0, at), all.slice(at)];
        expect(addFingerprints(of(left), of(right))).to.equal(of(all));
        expect(addFingerprints(of(right), of(left))).to.equal(of(all));
      }),
    );
  });

  it('feel every bit of the value and of the time, and the row key', () => {
    const base = of([[1_738_000_000_000, 67.5]]);
    const seen = new Set([base]);
    for (let bit = 0; bit < 64; bit++) seen.add(of([[1_738_000_000_000, turned(67.5, bit)]]));
    for (let bit = 0; bit < 41; bit++) {
      seen.add(of([[Number(BigInt(1_738_000_000_000) ^ (1n << BigInt(bit))), 67.5]]));
    }
    for (const key of [
      rowKey('vm-102', 'cpu_usage', '', 0),
      rowKey('vm-101', 'io', '', 0),
      rowKey('vm-101', 'cpu_usage', 'x', 0),
      rowKey('vm-101', 'cpu_usage', '', 1),
    ]) {
      seen.add(of([[1_738_000_000_000, 67.5]], key));
    }
    expect(seen.size).to.equal(1 + 64 + 41 + 4);
  });

  it('feel a value that is moved to another time, missing or there twice', () => {
    const all: [number, number][] = [
      [0, 1],
      [60_000, 2],
      [120_000, 3],
    ];
    const swapped: [number, number][] = [
      [0, 2],
      [60_000, 1],
      [120_000, 3],
    ];
    const seen = [of(all), of(swapped), of(all.slice(1)), of([...all, all[0]!])];
    expect(new Set(seen).size).to.equal(4);
  });

  it('feel values that are exchanged between two times, however plain they are', () => {
    const plain = [0, 1, 2, 50, 100, 200, 21.5, 21.6, 35.1, 70.2, 5000];
    const start = Date.parse('2025-02-09');
    for (let i = 0; i < 400; i++) {
      for (const [k, left] of plain.entries()) {
        const right = plain[(k + 1 + (i % (plain.length - 1))) % plain.length]!;
        const [t, u] = [start, start + (i + 1) * 60_000];
        const message = `${left} and ${right}, ${i + 1} minutes apart`;
        const there = of([
          [t, left],
          [u, right],
        ]);
        expect(there, message).to.not.equal(
          of([
            [t, right],
            [u, left],
          ]),
        );
      }
    }
  });

  it('turn in half of their bits with any bit of a value', () => {
    let turns = 0;
    const bits = (hex: string) => BigInt(`0x${hex}`);
    for (let time = 0; time < 50; time++) {
      const base = bits(of([[time * 60_000, 67.5]]));
      for (let bit = 0; bit < 64; bit++) {
        const other = bits(of([[time * 60_000, turned(67.5, bit)]]));
        for (let left = base ^ other; left > 0n; left >>= 1n) turns += Number(left & 1n);
      }
    }
    expect(turns / (50 * 64 * 64)).to.be.closeTo(0.5, 0.03);
  });

  it('of records do not depend on the order of their keys', () => {
    const hex = (value: unknown) => {
      const sum = emptyFingerprint();
      addRecord(sum, value);
      return toHex(sum);
    };
    expect(hex({ a: 1, b: { c: 2, d: [1, 2] } })).to.equal(hex({ b: { d: [1, 2], c: 2 }, a: 1 }));
    expect(hex({ a: 1 })).to.not.equal(hex({ a: '1' }));
    expect(hex({ a: [1, 2] })).to.not.equal(hex({ a: [2, 1] }));
  });
});
