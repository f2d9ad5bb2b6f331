import { expect } from 'chai';
import fc from 'fast-check';
import type { Condition } from '../../src/model/condition.ts';
import type { RateUnit, Timing } from '../../src/model/timing.ts';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
import { derive, rootKey } from '../../src/random/key.ts';
import { type Arrival, compileArrivals, neighbours, type Owner } from '../../src/timeline/arrivals.ts';
import { calendarIntervals } from '../../src/timeline/calendar.ts';
import { contains } from '../../src/timeline/interval.ts';
import { zone } from '../../src/timeline/zone.ts';

const START = Date.parse('2025-02-09T00:00:00Z');
const office: Condition = {
  kind: 'calendar',
  weekdays: [1, 2, 3, 4, 5],
  monthDays: null,
  dates: null,
  months: null,
  hours: [{ from: 9 * HOUR, to: 17 * HOUR }],
  from: null,
  to: null,
  zone: null,
};

function owner(name = 'x', place = 'Europe/Rome'): Owner {
  return {
    key: derive(rootKey(5), name),
    zone: zone(place),
    birth: null,
    signal: () => {
      throw new Error('no rate here is a signal');
    },
    number: (draw) => (draw.kind === 'constant' ? Number(draw.value) : 0),
    intervals: (condition) => (from, to) =>
      condition.kind === 'calendar' ? calendarIntervals(condition, zone(place), from, to) : Float64Array.of(from, to),
  };
}

function arrivals(timing: Timing, during: Condition | null = null, name = 'x') {
  return compileArrivals({ timing, during }, owner(name), 8 * MINUTE);
}

const at = (value: number) => ({ kind: 'constant', value }) as const;
const timings: readonly (readonly [string, Timing])[] = [
  ['at', { kind: 'at', times: [{ kind: 'local', at: '2025-02-12T10:12:00' }] }],
  ['every day', { kind: 'calendar', unit: 'day', day: null, at: at(2 * HOUR), until: null, jitter: 0 }],
  [
    'every day, jitter',
    { kind: 'calendar', unit: 'day', day: null, at: at(2 * HOUR), until: null, jitter: 20 * MINUTE },
  ],
  ['every day, slot', { kind: 'calendar', unit: 'day', day: null, at: at(HOUR), until: 4 * HOUR, jitter: 0 }],
  ['every week', { kind: 'calendar', unit: 'week', day: 7, at: at(4 * HOUR), until: null, jitter: 0 }],
  ['every 15m', { kind: 'period', period: 15 * MINUTE, jitter: 0, spread: false, origin: 'epoch' }],
  ['every 20h, jitter, spread', { kind: 'period', period: 20 * HOUR, jitter: 0.4, spread: true, origin: 'epoch' }],
  ['rate 2/h', { kind: 'rate', amount: 2, unit: 'h' }],
  ['rate 0.5/m', { kind: 'rate', amount: 0.5, unit: 'm' }],
  ['rate 10/week', { kind: 'rate', amount: 10, unit: 'week' }],
  ['rate 3/month', { kind: 'rate', amount: 30, unit: 'month' }],
  ['uptime', { kind: 'uptime', share: 0.99 }],
];

const same = (found: readonly Arrival[]) => found.map(({ start, id, key }) => `${start} ${id} ${key.a} ${key.b}`);

describe('arrivals', () => {
  for (const [name, timing] of timings) {
    for (const during of [null, office]) {
      it(`${name}${during ? ' during office hours' : ''}: any cut of the time gives the same`, () => {
        const make = arrivals(timing, during);
        const whole = make(START - 40 * DAY, START + 40 * DAY);
        const minute = fc.integer({ min: -30 * 1440, max: 30 * 1440 });
        fc.assert(
          fc.property(minute, minute, (a, b) => {
            const [from, to] = [START + Math.min(a, b) * MINUTE, START + Math.max(a, b) * MINUTE];
            const inside = whole.filter(({ start }) => start >= from && start < to);
            expect(same(make(from, to))).to.deep.equal(same(inside));
          }),
          { numRuns: 40 },
        );
        expect(whole.length).to.be.greaterThan(during !== null && name !== 'every 15m' ? -1 : 0);
        const ids = whole.map(({ id }) => id);
        expect(new Set(ids).size).to.equal(ids.length);
        expect([...ids].sort()).to.deep.equal(ids);
        for (const { start } of whole) {
          if (during !== null) expect(contains(owner().intervals(during)(start, start + 1), start)).to.equal(true);
        }
      });
    }
  }

  it('of a rate are as many as it says, wherever it may run', () => {
    const cases: readonly (readonly [number, RateUnit, Condition | null, number])[] = [
      [2, 'h', null, 2 * 24 * 364],
      [2, 'h', office, 2 * 8 * 260],
      [0.5, 'm', null, 0.5 * 1440 * 364],
      [10, 'week', office, 10 * 52],
      [3, 'day', null, 3 * 364],
    ];
    const from = Date.parse('2025-01-05T23:00:00Z'); // a Monday's midnight in Rome
    for (const [amount, unit, during, mean] of cases) {
      const found = arrivals({ kind: 'rate', amount, unit }, during)(from, from + 364 * DAY);
      // Poisson: six standard deviations, and the key is fixed.
      expect(found.length).to.be.closeTo(mean, 6 * Math.sqrt(mean));
    }
  });

  it('of one schedule differ between owners, unless they share the key', () => {
    const rate: Timing = { kind: 'rate', amount: 2, unit: 'h' };
    expect(same(arrivals(rate, null, 'x')(START, START + DAY))).to.not.deep.equal(
      same(arrivals(rate, null, 'y')(START, START + DAY)),
    );
  });

  it('in a slot keep one whole minute for ever', () => {
    const slot: Timing = { kind: 'calendar', unit: 'day', day: null, at: at(HOUR), until: 4 * HOUR, jitter: 0 };
    const found = arrivals(slot)(START, START + 30 * DAY);
    const minutes = new Set(found.map(({ start }) => ((start + HOUR) % DAY) / MINUTE));
    expect(found.length).to.equal(30);
    expect(minutes.size).to.equal(1);
    expect([...minutes][0]! % 1).to.equal(0);
    expect([...minutes][0]).to.be.within(60, 239);
  });

  it('with a jitter of 40 % keep their mean gap and their order', () => {
    const period: Timing = { kind: 'period', period: HOUR, jitter: 0.4, spread: true, origin: 'epoch' };
    const found = arrivals(period)(START, START + 2000 * HOUR);
    const gaps = found.slice(1).map(({ start }, i) => (start - found[i]!.start) / HOUR);
    expect(Math.min(...gaps)).to.be.at.least(0.6 - 1e-6);
    expect(Math.max(...gaps)).to.be.at.most(1.4 + 1e-6);
    expect(gaps.reduce((a, b) => a + b, 0) / gaps.length).to.be.closeTo(1, 0.4 / 1999);
  });

  it('have a last one before and a first one after any instant', () => {
    const weekly = arrivals(timings[4]![1]);
    const around = neighbours(weekly);
    // Sundays at 04:00 in Rome; 30 March 2025 is the first in summer time.
    const sunday = Date.parse('2025-03-23T03:00:00Z');
    const next = Date.parse('2025-03-30T02:00:00Z');
    expect(around(sunday)).to.deep.equal({ previous: sunday, next });
    expect(around(next - 1)).to.deep.equal({ previous: sunday, next });
    expect(around(next).previous).to.equal(next);
  });
});
