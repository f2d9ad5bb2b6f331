import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE } from '../../src/model/units.ts';
import { type Data, deviation, mean, readShipped } from './data.ts';

const DAY = 1440;

/** The recorded day by the minute: straight lines between its points, round midnight too. */
function recorded(): number[] {
  const [, ...lines] = readFileSync(join(import.meta.dirname, '../../scenarios/data/day.csv'), 'utf8')
    .trim()
    .split('\n');
  const points = lines.map((line) => {
    const [time, load] = line.split(',') as [string, string];
    const [hour, minute] = time.split(':').map(Number);
    return [hour! * 60 + minute!, Number(load)] as const;
  });
  return Array.from({ length: DAY }, (_, minute) => {
    const i = points.findLastIndex(([at]) => at <= minute);
    const [x0, y0] = points[i]!;
    const [x1, y1] = points[i + 1] ?? [DAY, points[0]![1]];
    return y0 + ((y1 - y0) * (minute - x0)) / (x1 - x0);
  });
}

interface Fit {
  readonly count: number;
  readonly shift: number;
  readonly ratio: number;
  readonly sd: number;
}

describe('replay', () => {
  const data = readShipped('replay');
  const day = recorded();
  const pumps = Array.from({ length: 30 }, (_, i) => `pump-${String(i + 1).padStart(2, '0')}`);

  /** The shift, in whole minutes, at which a pump is most like the recording, and what is between them there. */
  const fitOf = ({ points }: Data, pump: string): Fit => {
    const { times, values } = points(pump, 'load');
    const minutes = times.map((t) => (t / MINUTE) % DAY);
    const logs = values.map(Math.log);
    const at = (shift: number): number[] =>
      logs.map((log, i) => log - Math.log(day[(minutes[i]! - shift + DAY) % DAY]!));
    let best = { shift: NaN, ratio: NaN, sd: Infinity };
    for (let shift = -41; shift <= 41; shift++) {
      const rest = at(shift);
      const sd = deviation(rest);
      if (sd < best.sd) best = { shift, ratio: Math.exp(mean(rest)), sd };
    }
    return { count: times.length, ...best };
  };
  let fits: readonly Fit[];
  let fleet: readonly Fit[];
  before(() => {
    const many = readShipped('replay', { parameters: { pumps: '300', days: '2' } });
    fits = pumps.map((pump) => fitOf(data, pump));
    fleet = many.plan.assets.map(({ id }) => fitOf(many, id));
  });

  it('has 604,800 records, one a minute for each pump', () => {
    expect(fits.reduce((sum, { count }) => sum + count, 0)).to.equal(604_800);
  });

  it('plays the recorded day, with 5 % of noise and nothing else', () => {
    // The noise forgets within ten minutes, so that its deviation is known to √(10 / n); up to half a minute of the
    // shift is left out, which costs 0.7 % where the load climbs fastest.
    const error = 6 * 0.05 * Math.sqrt(10 / fits[0]!.count);
    for (const { sd } of fits) expect(sd).to.be.within(0.05 - error, Math.hypot(0.05, 0.007) + error);
  });

  it('scales it for each pump by 0.6 to 1.6', () => {
    const scales = fleet.map(({ ratio }) => ratio);
    expect(new Set(scales.map((scale) => scale.toFixed(3))).size).to.be.greaterThan(200);
    for (const scale of scales) expect(scale).to.be.within(0.6 * 0.985, 1.6 * 1.015);
    expect(mean(scales)).to.be.closeTo(1.1, 6 * Math.sqrt(1 / 12 / scales.length));
    expect(deviation(scales)).to.be.closeTo(Math.sqrt(1 / 12), 6 * Math.sqrt(0.8 / 4 / 12 / scales.length));
  });

  it('plays it for each pump some minutes early or late, 40 at the most', () => {
    const shifts = fleet.map(({ shift }) => shift);
    for (const shift of shifts) expect(shift).to.be.within(-40, 40);
    expect(mean(shifts)).to.be.closeTo(0, (6 * 12) / Math.sqrt(shifts.length));
    expect(deviation(shifts)).to.be.closeTo(12, (6 * 12) / Math.sqrt(2 * shifts.length));
  });
});
