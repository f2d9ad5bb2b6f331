import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { cosh, exp, expAll, expm1, log, log1p, sinTurn, tanh } from '../../src/random/math.ts';
import {
  fixed,
  preciseCosh,
  preciseExp,
  preciseExpm1,
  preciseLog,
  preciseSinTurn,
  preciseTanh,
  ulps,
} from './precise.ts';

/** Well-spread arguments in [from, to): the golden ratio's multiples. */
function spread(from: number, to: number, count = 400): number[] {
  return Array.from({ length: count }, (_, i) => from + (((i + 0.5) * 0.6180339887498949) % 1) * (to - from));
}

const signed = (values: number[]): number[] => values.flatMap((x) => [x, -x]);

function worst(f: (x: number) => number, precise: (x: bigint) => bigint, values: number[]): number {
  return Math.max(...values.map((x) => Math.abs(ulps(f(x), precise(fixed(x))))));
}

const tiny = [1e-300, 1e-30, 1e-17, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.1];

describe('math', () => {
  it('exp, expm1, log, cosh, tanh and sinTurn are accurate to the last places', () => {
    expect(worst(exp, preciseExp, [...spread(-30, 30), ...spread(-1, 1), ...signed(tiny)])).below(1);
    expect(worst(expm1, preciseExpm1, [...spread(-30, 30), ...spread(-1, 1), ...signed(tiny.slice(3))])).below(2);
    expect(worst(log, preciseLog, [...spread(0.1, 3), ...spread(0.99, 1.01), ...spread(1, 1e9)])).below(1);
    expect(worst(cosh, preciseCosh, [...spread(-2, 2), ...spread(-30, 30)])).below(2);
    expect(worst(tanh, preciseTanh, [...spread(-2, 2), ...spread(-15, 15), ...signed(tiny.slice(3))])).below(2.5);
    expect(worst(sinTurn, preciseSinTurn, [...spread(-1, 1), ...spread(-1e6, 1e6), ...tiny.slice(3)])).below(2);
  });

  it('agrees with the engine over the whole range of doubles', () => {
    for (const x of [...spread(-708, 709), ...spread(-745, -708, 50)]) {
      const truth = Math.exp(x);
      expect(Math.abs(exp(x) - truth)).at.most(Math.max(truth * 4.5e-16, Number.MIN_VALUE), `exp(${x})`);
    }
    for (const e of spread(-323, 308)) {
      const x = 10 ** e;
      expect(Math.abs(log(x) - Math.log(x))).at.most(Math.abs(Math.log(x)) * 4.5e-16, `log(${x})`);
    }
    for (const x of signed(tiny)) {
      expect(Math.abs(log1p(x) - Math.log1p(x))).at.most(Math.abs(x) * 6e-16, `log1p(${x})`);
    }
    for (const x of spread(-709, 709)) expect(Math.abs(cosh(x) / Math.cosh(x) - 1)).below(1e-15);
  });

  it('exp of many is the same as one by one, whatever stands beside it', () => {
    const values = [0.3, -2, 699, 701, -800, 1, NaN, 5, -Infinity, 12.5, Infinity];
    for (let count = 0; count <= values.length; count++) {
      const out = Float64Array.from(values);
      expAll(out, count, 0.5, 1.25);
      expect([...out]).deep.equal(values.map((x, i) => (i < count ? exp(0.5 + 1.25 * x) : x)));
    }
  });

  it('meets the special values', () => {
    expect([exp(0), exp(-0), exp(-Infinity), exp(Infinity), exp(710)]).deep.equal([1, 1, 0, Infinity, Infinity]);
    expect([log(1), log(0), log(Infinity), expm1(0), expm1(-Infinity)]).deep.equal([0, -Infinity, Infinity, 0, -1]);
    expect([log(-1), exp(NaN), expm1(NaN), log(NaN), log1p(NaN), sinTurn(NaN), sinTurn(Infinity), tanh(NaN)]).satisfy(
      (values: number[]) => values.every(Number.isNaN),
    );
    expect([tanh(50), tanh(-50), tanh(0), cosh(0), cosh(Infinity)]).deep.equal([1, -1, 0, 1, Infinity]);
    expect([log(Number.MIN_VALUE), log(Number.MAX_VALUE)]).deep.equal([-744.4400719213812, 709.782712893384]);
  });

  it('takes whole turns away exactly', () => {
    for (const turns of [1, 7, -3, 20_000_000, 2 ** 40]) {
      expect([0, 0.25, 0.5, 0.75].map((part) => sinTurn(turns + part) + 0)).deep.equal([0, 1, 0, -1]);
      expect(sinTurn(Math.abs(turns) + 0.125)).equal(sinTurn(0.125));
    }
    for (const x of spread(0, 1)) expect(sinTurn(-x)).equal(-sinTurn(x));
  });

  it('gives the same bits for ever', () => {
    const functions: Record<string, (x: number) => number> = { cosh, exp, expm1, log, log1p, sinTurn, tanh };
    const golden = readFileSync(new URL('../golden/math.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const view = new DataView(new ArrayBuffer(8));
    for (const line of golden) {
      const [name, argument, value] = line.split(' ') as [string, string, string];
      view.setBigUint64(0, BigInt(`0x${argument}`));
      view.setFloat64(0, functions[name]!(view.getFloat64(0)));
      expect(`${name} ${argument} ${view.getBigUint64(0).toString(16).padStart(16, '0')}`).equal(line, value);
    }
    expect(golden).lengthOf(420);
  });
});
