import { expect } from 'chai';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
import { leastSquares, mean, type Points, readShipped, wallClock } from './data.ts';

const POINTS = [
  [0, 2],
  [9 * 60, 12],
  [14 * 60, 16],
  [19 * 60, 14],
  [23 * 60, 4],
  [24 * 60, 2],
] as const;

/** What the time of day adds to the pulse: straight lines between points. */
const ofDay = Float64Array.from({ length: 1440 }, (_, minute) => {
  const next = POINTS.findIndex(([at]) => at > minute);
  const [[x0, y0], [x1, y1]] = [POINTS[next - 1]!, POINTS[next]!];
  return y0 + ((y1 - y0) * (minute - x0)) / (x1 - x0);
});

/** Everything that was recorded of one person, by the minute of the period; NaN where there is no record. */
interface Wearer {
  readonly id: string;
  readonly zone: string;
  /** Local minutes since midnight of the first tick. */
  readonly clock: number;
  readonly heart: Float64Array;
  readonly activity: Float64Array;
  readonly zoneMinutes: Float64Array;
  readonly spo2: Float64Array;
  readonly hrv: Float64Array;
  readonly breaths: Points;
}

describe('fitbit-generate', () => {
  const data = readShipped('fitbit-generate');
  const { from, to } = data.plan.period;
  const ticks = (to - from) / MINUTE;
  const minutesOf = ({ times, values }: Points): Float64Array => {
    const found = new Float64Array(ticks).fill(NaN);
    for (const [i, t] of times.entries()) found[(t - from) / MINUTE] = values[i]!;
    return found;
  };
  let wearers: readonly Wearer[];
  let records = 0;

  before(() => {
    wearers = Array.from({ length: 20 }, (_, i) => {
      const id = `synthetic_${String(i + 1).padStart(3, '0')}`;
      const of = (metric: string): Points => {
        const points = data.points(id, metric);
        records += points.times.length;
        return points;
      };
      const breaths = of('breath_rate');
      // Breath is counted at 08:00 in the morning: that is how their clock is known.
      const zone = ['Europe/Rome', 'Europe/London'].find((name) =>
        breaths.times.every((t) => wallClock(t, name).minute === 8 * 60),
      );
      return {
        id,
        zone: zone!,
        clock: wallClock(from, zone!).minute,
        heart: minutesOf(of('heart_rate')),
        activity: minutesOf(of('activity')),
        zoneMinutes: minutesOf(of('active_zone_minute')),
        spo2: minutesOf(of('spo2')),
        hrv: minutesOf(of('hrv')),
        breaths,
      };
    });
  });

  const there = (value: number | undefined): boolean => value !== undefined && !Number.isNaN(value);
  const asleep = ({ spo2 }: Wearer, tick: number): boolean => there(spo2[tick]);
  const local = ({ clock }: Wearer, tick: number): number => (clock + tick) % 1440;

  /** Ticks of which the `before` minutes until then, and the tick, all have a property. */
  function* settled(wearer: Wearer, before: number, holds: (tick: number) => boolean): Generator<number> {
    let run = 0;
    for (let tick = 0; tick < ticks; tick++) {
      run = there(wearer.heart[tick]) && holds(tick) ? run + 1 : 0;
      if (run > before) yield tick;
    }
  }
  const inWorkout = ({ activity }: Wearer, tick: number): boolean => activity[tick] === 9;
  /** Nothing of a night or a workout is left in the pulse after 25 minutes. */
  const calm = (wearer: Wearer) => settled(wearer, 30, (tick) => !asleep(wearer, tick) && !inWorkout(wearer, tick));
  const inBed = (wearer: Wearer) => settled(wearer, 40, (tick) => asleep(wearer, tick) && wearer.activity[tick] === 0);

  /** The pulse of a person at rest, from what is measured while nothing happens. */
  const restingOf = (wearer: Wearer): number =>
    mean(
      [...calm(wearer)].map(
        (tick) => wearer.heart[tick]! - ofDay[local(wearer, tick)]! - 4 * wearer.activity[tick - 1]!,
      ),
    );

  it('has twenty people in two time zones, and about 2.8 million records', () => {
    expect(new Set(wearers.map(({ zone }) => zone))).to.deep.equal(new Set(['Europe/Rome', 'Europe/London']));
    expect(records).to.be.within(2_750_000, 2_850_000);
  });

  it('the heart follows activity: 4 beats for each, a minute later', () => {
    for (const wearer of wearers) {
      const [rows, beats]: [number[][], number[]] = [[], []];
      for (const tick of calm(wearer)) {
        const step = (back: number) => wearer.activity[tick - back]! - wearer.activity[tick - back - 1]!;
        rows.push([step(0), step(1), step(2)]);
        beats.push(wearer.heart[tick]! - wearer.heart[tick - 1]!);
      }
      const found = leastSquares(rows, beats);
      // From minute to minute the noise of the pulse changes by 2.9 beats (√(2·16·(1 − e^(−1/8)) + 2·1.5² + 1/6)); as it
      // turns back, up to √2 times as much counts. The steps of activity are as they were found.
      for (const [lag, slope] of found.entries()) {
        const squares = rows.reduce((sum, row) => sum + row[lag]! ** 2, 0);
        // They turn back as well: that costs at most three times the error.
        expect(slope, wearer.id).to.be.closeTo(lag === 1 ? 4 : 0, (3 * 6 * Math.SQRT2 * 2.9) / Math.sqrt(squares));
      }
    }
  });

  it('everyone has a resting pulse of their own, from 45 to 82', () => {
    const pulses = wearers.map(restingOf);
    for (const pulse of pulses) expect(pulse).to.be.within(44, 83);
    expect(new Set(pulses.map((pulse) => pulse.toFixed(1))).size).to.be.greaterThan(10);
    expect(mean(pulses)).to.be.closeTo(61, (6 * 7) / Math.sqrt(20));
  });

  it('asleep the heart beats at 0.84 of what it would', () => {
    for (const wearer of wearers) {
      const resting = restingOf(wearer);
      // Of a lower one the floor of 38 cuts something off.
      if (resting < 55) continue;
      const found = [...inBed(wearer)].map((tick) => wearer.heart[tick]! / (resting + ofDay[local(wearer, tick)]!));
      // Noise of 4.3 beats that forgets within 8 minutes.
      const error = (6 * 4.3 * 4) / Math.sqrt(found.length) / resting;
      expect(mean(found), wearer.id).to.be.closeTo(0.84, 2 * error);
    }
  });

  it('nobody moves asleep, but for a workout', () => {
    for (const wearer of wearers) {
      for (let tick = 0; tick < ticks; tick++) {
        const moves = wearer.activity[tick]!;
        if (asleep(wearer, tick) ? moves !== 0 && moves !== 9 : moves === 0) {
          expect.fail(`${wearer.id} ${new Date(from + tick * MINUTE).toISOString()}: ${String(moves)}`);
        }
      }
    }
  });

  it('spo2 is there asleep only, at night, and around 96.2', () => {
    for (const wearer of wearers) {
      const found: number[] = [];
      for (let tick = 0; tick < ticks; tick++) {
        if (!asleep(wearer, tick)) continue;
        found.push(wearer.spo2[tick]!);
        // From bed at 22:15 − 35 min to 00:30 + 35 min, for ten hours at the most.
        const minute = local(wearer, tick);
        expect(minute >= 21 * 60 + 40 || minute < 11 * 60 + 5).to.equal(true);
      }
      // 5 to 10 hours a night, of which some are lost.
      expect(found.length / 60 / 30).to.be.within(4.5, 10);
      expect(mean(found)).to.be.closeTo(96.2, (6 * 0.7 * Math.sqrt(20)) / Math.sqrt(found.length));
    }
  });

  it('hrv comes every five minutes, and is a third higher asleep', () => {
    const ratios = wearers.map((wearer) => {
      const logs = (which: Iterable<number>) =>
        mean([...which].filter((tick) => there(wearer.hrv[tick])).map((tick) => Math.log(wearer.hrv[tick]!)));
      for (let tick = 0; tick < ticks; tick++) {
        if (there(wearer.hrv[tick])) expect((from + tick * MINUTE) % (5 * MINUTE)).to.equal(0);
      }
      return logs(inBed(wearer)) - logs(calm(wearer));
    });
    // Noise of 25 % that forgets within 20 minutes, over at least 100 hours asleep, and more awake, of twenty people.
    expect(mean(ratios)).to.be.closeTo(Math.log(1.3), (6 * 0.25 * Math.sqrt(2 * (40 / 6000))) / Math.sqrt(20));
  });

  it('workouts raise the pulse by 70 beats, after eight minutes', () => {
    const raised: number[] = [];
    for (const wearer of wearers) {
      const resting = restingOf(wearer);
      for (const tick of settled(wearer, 12, (one) => inWorkout(wearer, one) && !asleep(wearer, one))) {
        const base = resting + ofDay[local(wearer, tick)]! + 4 * 9;
        raised.push(wearer.heart[tick]! - base);
      }
    }
    // A mean of 4.3 beats of noise that forgets within 8 minutes; two that overlap would add 140.
    expect(raised.length).to.be.greaterThan(3000);
    const single = raised.filter((beats) => beats < 105);
    expect(mean(single)).to.be.closeTo(70, (6 * 4.3 * 4) / Math.sqrt(single.length) + 1);
    expect(single.length / raised.length).to.be.greaterThan(0.9);
  });

  it('active zone minutes are 1 above 105 beats and 2 above 130', () => {
    let counted = 0;
    for (const { heart, zoneMinutes, id } of wearers) {
      for (let tick = 0; tick < ticks; tick++) {
        if (!there(heart[tick])) continue;
        const expected = heart[tick]! >= 130 ? 2 : heart[tick]! >= 105 ? 1 : 0;
        if (zoneMinutes[tick] !== expected)
          expect.fail(`${id}: ${String(zoneMinutes[tick])} at ${String(heart[tick])}`);
        counted += expected;
      }
    }
    expect(counted).to.be.greaterThan(0);
  });

  it('every morning the band is charged, and records nothing at all', () => {
    let [mornings, charging] = [0, 0];
    for (const wearer of wearers) {
      for (let tick = 0; tick < ticks; tick++) {
        const missing = !there(wearer.heart[tick]);
        if (missing === there(wearer.activity[tick]) || missing === there(wearer.zoneMinutes[tick])) {
          expect.fail(`${wearer.id} lost a part of ${new Date(from + tick * MINUTE).toISOString()}`);
        }
        if (missing && (there(wearer.spo2[tick]) || there(wearer.hrv[tick]))) expect.fail(wearer.id);
      }
      const midnights = Array.from({ length: 31 }, (_, day) => (day * DAY) / MINUTE - wearer.clock);
      for (const midnight of midnights) {
        // It begins 20 minutes before or after 07:10, and takes 15 to 70.
        const [first, last] = [midnight + 6 * 60 + 50, midnight + 8 * 60 + 40];
        if (midnight < 0 || last > ticks) continue;
        mornings += 1;
        if (!there(wearer.heart[midnight + 7 * 60 + 30])) charging += 1;
        const lost = wearer.heart.subarray(first, last).filter((value) => Number.isNaN(value)).length;
        expect(lost).to.be.at.least(15 - 1);
      }
    }
    // At 07:30 it has begun up to 40 minutes ago, and is not over in E[min(length, 40)] / 40 = 0.893 of all cases.
    expect(charging / mornings).to.be.within(0.893 - 6 * Math.sqrt((0.893 * 0.107) / mornings), 1);
  });

  it('breath is counted once a day, at eight in the morning, unless the band is off', () => {
    for (const { breaths, zone, heart } of wearers) {
      const mornings = Array.from({ length: (to - from) / HOUR }, (_, i) => from + i * HOUR).filter(
        (t) => wallClock(t, zone).minute === 8 * 60 && there(heart[(t - from) / MINUTE]),
      );
      expect(breaths.times).to.deep.equal(mornings);
      for (const value of breaths.values) expect(value).to.be.closeTo(14.5, 6 * Math.hypot(1.2, 0.4));
    }
  });
});
