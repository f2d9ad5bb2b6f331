import { expect } from 'chai';
import { DAY, MINUTE } from '../../src/model/units.ts';
import { deviation, mean, type Points, readShipped, wallClock } from './data.ts';

const STEP = 10 * MINUTE;

describe('iot-fleet', () => {
  const { plan, points } = readShipped('iot-fleet', { parameters: { sensors: '150' } });
  const sensors = plan.assets.map(({ id, zone, tags }) => ({
    id,
    zone,
    site: tags.site!,
    temperature: points(id, 'temperature'),
    battery: points(id, 'battery'),
  }));
  const at = (site: string) => sensors.filter((sensor) => sensor.site === site);
  const ticks = (plan.period.to - plan.period.from) / STEP;

  it('has 50,000 sensors unless fewer are asked for', () => {
    const { plan: whole } = readShipped('iot-fleet', { assets: ['dev-050000'] });
    expect(whole.assets[0]!.type).to.equal('sensor');
    expect(() => readShipped('iot-fleet', { assets: ['dev-050001'] })).to.throw('no asset dev-050001');
    expect(ticks).to.equal(4320);
  });

  it('stands in 12 time zones, and half of it on the largest site', () => {
    const { plan: many } = readShipped('iot-fleet', { parameters: { sensors: '1200', days: '1' } });
    const zones = new Set(many.assets.map(({ zone }) => zone));
    expect(zones.size).to.equal(12);
    for (const zone of zones) {
      const there = many.assets.filter((asset) => asset.zone === zone).length;
      expect(there, zone).to.be.closeTo(100, 6 * Math.sqrt(100));
    }
    const largest = many.assets.filter(({ tags }) => tags.site === 'site-c').length;
    expect(largest).to.be.closeTo(600, 6 * Math.sqrt(300));
  });

  it('is warmest at 15:00 and coldest at 03:00 of the local time, 4 degrees around its mean', () => {
    const hours = Array.from({ length: 24 }, (): number[] => []);
    for (const { zone, temperature } of sensors) {
      const middle = mean(temperature.values);
      // Full hours alone: a reading of each is enough.
      for (const [i, t] of temperature.times.entries()) {
        if (t % (60 * MINUTE) === 0)
          hours[Math.floor(wallClock(t, zone).minute / 60)]!.push(temperature.values[i]! - middle);
      }
    }
    const byHour = hours.map((values) => mean(values));
    expect(byHour.indexOf(Math.max(...byHour))).to.be.within(14, 16);
    expect(byHour.indexOf(Math.min(...byHour))).to.be.within(2, 4);
    expect(byHour[15]! - byHour[3]!).to.be.closeTo(8, 1);
  });

  it('has one weather on each site, which each sensor reads a little differently', () => {
    const between = (a: Points, b: Points): number => {
      const other = new Map(b.times.map((t, i) => [t, b.values[i]!]));
      return deviation(a.times.flatMap((t, i) => (other.has(t) ? [a.values[i]! - other.get(t)!] : [])));
    };
    const pairs = (others: typeof sensors) =>
      at('site-c').flatMap((one) => {
        const other = others.find(({ id, zone }) => id !== one.id && zone === one.zone);
        return other === undefined ? [] : [between(one.temperature, other.temperature)];
      });
    // Two readings, each with 0.2 of its own, rounded to quarters.
    const own = Math.sqrt(2 * (0.2 ** 2 + 0.25 ** 2 / 12));
    for (const apart of pairs(at('site-c'))) expect(apart).to.be.closeTo(own, 0.03);
    // And the difference of two weathers, of which a month holds some 60 independent ones.
    const weathers = Math.sqrt(own ** 2 + 2 * 1.5 ** 2);
    for (const apart of pairs(at('site-a'))) expect(apart).to.be.closeTo(weathers, 0.8);
  });

  it('is calibrated 0.4 degrees around the truth', () => {
    // Sensors of a site have one weather: what is left of their means is their own.
    const offsets = at('site-c').map(({ temperature }) => mean(temperature.values));
    expect(deviation(offsets)).to.be.closeTo(0.4, (6 * 0.4) / Math.sqrt(2 * offsets.length));
  });

  it('tells quarters of a degree and whole percents', () => {
    for (const { temperature, battery } of sensors) {
      expect(temperature.values.every((value) => Number.isInteger(4 * value))).to.equal(true);
      expect(battery.values.every((value) => Number.isInteger(value) && value >= 8 && value <= 100)).to.equal(true);
    }
  });

  it('empties its batteries over some 400 days, and starts from full after a change', () => {
    let changes = 0;
    for (const { id, battery } of sensors) {
      const jumps = battery.values.flatMap((value, i) => (i > 0 && value > battery.values[i - 1]! ? [i] : []));
      changes += jumps.length;
      for (const i of jumps) expect([battery.values[i - 1], battery.values[i]], id).to.deep.equal([8, 100]);
      if (jumps.length > 0) continue;
      // From 100 to 8 in 200 to 600 days, so a month takes 4.6 to 13.8, and a rounding at either end.
      const fallen = battery.values[0]! - battery.values.at(-1)!;
      expect(fallen, id).to.be.within(3, 15);
    }
    expect(changes).to.be.closeTo((150 * 30) / 400, 6 * Math.sqrt((150 * 30) / 400));
  });

  it('loses what dead radios measure: whole stretches, of both metrics, some 6 hours once a month', () => {
    let [lost, gaps] = [0, 0];
    for (const { temperature, battery } of sensors) {
      expect(battery.times).to.deep.equal(temperature.times);
      lost += ticks - temperature.times.length;
      for (const [i, t] of temperature.times.entries()) {
        const gap = t - (temperature.times[i - 1] ?? t - STEP);
        if (gap > STEP) gaps += 1;
        expect(gap).to.be.at.most(6 * DAY);
      }
    }
    const months = (150 * 30) / 30.4375;
    expect(gaps).to.be.closeTo(months, 6 * Math.sqrt(months));
    // Lengths are exponential: the sum of n has a deviation of √(2n) means.
    expect((lost * STEP) / (60 * MINUTE)).to.be.closeTo(6 * months, 6 * 6 * Math.sqrt(2 * months));
  });
});
