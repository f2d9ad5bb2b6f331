import { expect } from 'chai';
import fc from 'fast-check';
import { sparkline } from '../../../src/report/chart/bars.ts';
import { beside, Canvas } from '../../../src/report/chart/canvas.ts';
import { Raster } from '../../../src/report/chart/raster.ts';
import { numberTicks, scaleOf, shortNumber, timeTicks } from '../../../src/report/chart/scale.ts';
import { layOut } from '../../../src/report/preview/page/layout.ts';

const ascii = { unicode: false };
const unicode = { unicode: true };

describe('scales', () => {
  it('hold all values between round numbers', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer({ min: 1, max: 10 }), (a, b, steps) => {
        const [low, high] = [Math.min(a, b) / 100, Math.max(a, b) / 100];
        const { min, max, step } = scaleOf(low, high, steps);
        expect(min).to.be.at.most(low);
        expect(max).to.be.at.least(high);
        expect(step).to.be.above(0);
        expect((max - min) / step).to.be.at.most(steps + 2);
      }),
      { examples: [[500_000_000, -1, 1]] },
    );
  });

  it('are labelled shortly', () => {
    expect(numberTicks(scaleOf(0, 100, 5)).map(({ label }) => label)).to.deep.equal([
      '0',
      '20',
      '40',
      '60',
      '80',
      '100',
    ]);
    expect([0.1 + 0.2, 9999, 12_500, 3e6, -2.5e9].map(shortNumber)).to.deep.equal([
      '0.3',
      '9999',
      '12.5k',
      '3M',
      '-2.5G',
    ]);
  });

  it('of time stand on the wall clock of a zone, through a change of clocks', () => {
    const range = { from: Date.UTC(2025, 2, 29, 11), to: Date.UTC(2025, 2, 30, 22) };
    const ticks = timeTicks(range, 'Europe/Rome', 6);
    const labels = ['12:00', '18:00', '30 Mar', '06:00', '12:00', '18:00'];
    expect(ticks.map(({ label }) => label)).to.deep.equal(labels);
    const hours = ticks.map(({ at }) => Math.round((range.from + at * (range.to - range.from)) / 3_600_000));
    // An hour of the night was skipped.
    expect(hours.slice(1).map((hour, i) => hour - hours[i]!)).to.deep.equal([6, 6, 5, 6, 6]);
  });
});

describe('dots', () => {
  const drawn = (style: { unicode: boolean }, heights: readonly number[]): readonly string[] => {
    const raster = new Raster(style.unicode ? heights.length / 2 : heights.length, 2, style);
    raster.line(Float64Array.from(heights));
    const canvas = new Canvas(heights.length, 2);
    raster.drawOn(canvas, 0, 0, { front: String, back: String });
    return canvas.lines();
  };

  it('are eight to a character, or one', () => {
    expect(drawn(unicode, [0, 1 / 7, 2 / 7, 3 / 7, 4 / 7, 5 / 7, 6 / 7, 1])).to.deep.equal(['  ⣠⠏', '⣠⠞⠁']);
  });

  it('join neighbours, and leave gaps', () => {
    expect(drawn(ascii, [0, 1, NaN, 0])).to.deep.equal([' *', '** *']);
  });
});

describe('characters', () => {
  it('of a sparkline go from the lowest to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7, NaN], unicode)).to.equal('▁▂▃▄▅▆▇█ ');
    expect(sparkline([7, 0], ascii)).to.equal('#_');
    expect(sparkline([5, 5], unicode)).to.equal('▅▅');
  });

  it('of a canvas are painted in runs, and end where there are none', () => {
    const canvas = new Canvas(6, 2);
    const loud = (text: string): string => `<${text}>`;
    canvas.put(1, 0, 'ab', loud);
    canvas.put(3, 0, 'c');
    canvas.put(5, 1, 'beyond');
    expect(canvas.lines()).to.deep.equal([' <ab>c', '     b']);
    expect(beside(['a'], ['1', '2'], 3, (text) => text.length)).to.deep.equal(['a  1', '   2']);
  });
});

describe('a graph', () => {
  it('stands from left to right, and each box beside what depends on it', () => {
    const node = (id: string, ...dependsOn: string[]) => ({ id, dependsOn });
    const { placed, columns, rows } = layOut([
      node('host'),
      node('vm-1', 'host'),
      node('vm-2', 'host'),
      node('web', 'vm-1', 'db'),
      node('db', 'vm-2'),
      node('alone'),
    ]);
    const at = (id: string) => [placed.get(id)!.column, placed.get(id)!.row];
    expect([columns, rows]).to.deep.equal([4, 3]);
    expect(['host', 'vm-1', 'vm-2', 'web', 'db', 'alone'].map(at)).to.deep.equal([
      [0, 0.5],
      [1, 0],
      [1, 1],
      [3, 0],
      [2, 1],
      [0, 2],
    ]);
  });

  it('ends where boxes depend on each other', () => {
    const { placed } = layOut([
      { id: 'a', dependsOn: ['b'] },
      { id: 'b', dependsOn: ['a'] },
    ]);
    expect(placed.size).to.equal(2);
  });
});
