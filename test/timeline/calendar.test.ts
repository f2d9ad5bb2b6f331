import { expect } from 'chai';
import fc from 'fast-check';
import type { CalendarCondition } from '../../src/model/condition.ts';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
import { calendarIntervals, calendarOccurrences } from '../../src/timeline/calendar.ts';
import { contains, measure } from '../../src/timeline/interval.ts';
import { type Zone, zone } from '../../src/timeline/zone.ts';

const rome = zone('Europe/Rome');
const always: CalendarCondition = {
  ...{ kind: 'calendar', weekdays: null, monthDays: null, dates: null, months: null, hours: null },
  ...{ from: null, to: null, zone: null },
};
const hour = (from: number, to: number): { from: number; to: number } => ({ from: from * HOUR, to: to * HOUR });
const utc = (text: string): number => Date.parse(`${text}Z`);
const text = (t: number): string => new Date(t).toISOString().slice(0, 16);

/** Intervals of a condition in UTC, as text. */
function intervals(condition: Partial<CalendarCondition>, from: string, to: string, z: Zone = rome): string[] {
  const set = calendarIntervals({ ...always, ...condition }, z, utc(from), utc(to));
  return Array.from({ length: set.length / 2 }, (_, i) => `${text(set[2 * i]!)} ${text(set[2 * i + 1]!)}`);
}

function occurrences(...[unit, day, at, z, from, to]: Parameters<typeof calendarOccurrences>): string[] {
  return calendarOccurrences(unit, day, at, z, from, to).map(({ start, date }) => `${date} ${text(start)}`);
}

describe('calendar intervals', () => {
  it('nothing said is always; bounds are instants or local times', () => {
    expect(intervals({}, '2025-01-01T00:00', '2025-01-02T00:00')).deep.equal(['2025-01-01T00:00 2025-01-02T00:00']);
    const from = { kind: 'local', at: '2025-01-01T12:00:00.000' } as const;
    const to = { kind: 'instant', at: utc('2025-01-01T13:00') } as const;
    expect(intervals({ from, to }, '2025-01-01T00:00', '2025-01-02T00:00')).deep.equal([
      '2025-01-01T11:00 2025-01-01T13:00',
    ]);
    expect(intervals({ from, hours: [hour(0, 24)] }, '2024-12-01T00:00', '2025-01-01T00:00')).deep.equal([]);
  });

  it('a window past midnight belongs to the day on which it starts', () => {
    const nights = { weekdays: [1, 2, 3, 4, 5], hours: [hour(22, 6)] };
    // Friday 7 to Monday 10 February 2025.
    expect(intervals(nights, '2025-02-07T00:00', '2025-02-10T23:00')).deep.equal([
      '2025-02-07T00:00 2025-02-07T05:00',
      '2025-02-07T21:00 2025-02-08T05:00',
      '2025-02-10T21:00 2025-02-10T23:00',
    ]);
    expect(intervals({ hours: [hour(20, 24), hour(0, 1)] }, '2025-02-07T12:00', '2025-02-08T12:00')).deep.equal([
      '2025-02-07T19:00 2025-02-08T00:00',
    ]);
  });

  it('days of the month, months and dates', () => {
    const days = (condition: Partial<CalendarCondition>): string[] =>
      intervals(condition, '2024-01-01T00:00', '2025-01-01T00:00', zone('UTC')).map((both) => both.slice(0, 10));
    expect(days({ monthDays: [-1], months: [2, 4, 12] })).deep.equal(['2024-02-29', '2024-04-30', '2024-12-31']);
    expect(days({ monthDays: [-3], months: [2] })).deep.equal(['2024-02-27']);
    expect(days({ monthDays: [1, 3], months: [7] })).deep.equal(['2024-07-01', '2024-07-03']);
    expect(days({ dates: ['2024-12-25', '2024-03-31'] })).deep.equal(['2024-03-31', '2024-12-25']);
    expect(days({ months: [3] })).deep.equal(['2024-03-01']);
    expect(days({ weekdays: [7], months: [6], monthDays: [-1] })).deep.equal(['2024-06-30']);
  });

  it('an hour that comes twice is inside twice, one that is skipped never', () => {
    const night = { hours: [hour(2, 3)] };
    expect(intervals(night, '2025-10-26T00:00', '2025-10-26T12:00')).deep.equal(['2025-10-26T00:00 2025-10-26T02:00']);
    expect(intervals(night, '2025-03-30T00:00', '2025-03-30T12:00')).deep.equal([]);
    expect(intervals({ dates: ['2025-03-30'] }, '2025-03-29T00:00', '2025-04-01T00:00')).deep.equal([
      '2025-03-29T23:00 2025-03-30T22:00',
    ]);
    const year = calendarIntervals({ ...always, ...night }, rome, utc('2025-01-01T00:00'), utc('2026-01-01T00:00'));
    expect(measure(year)).equal(365 * HOUR);
  });

  it('is what a test of every minute finds', () => {
    const someOf = (values: number[]): fc.Arbitrary<number[] | null> =>
      fc.option(fc.subarray(values, { minLength: 1 }), { nil: null });
    const minutes = fc.integer({ min: 0, max: 1439 });
    const condition = fc.record({
      kind: fc.constant('calendar' as const),
      weekdays: someOf([1, 2, 3, 4, 5, 6, 7]),
      monthDays: someOf([1, 2, 5, 15, 26, 30, -1, -2, -5]),
      dates: fc.constant(null),
      months: someOf([3, 4, 10, 11]),
      hours: fc.option(
        fc.array(fc.tuple(minutes, minutes).filter(([a, b]) => a !== b).map(([a, b]) => ({ from: a * MINUTE, to: (b || 1440) * MINUTE })), { minLength: 1, maxLength: 3 }), { nil: null }), // prettier-ignore
      from: fc.constant(null),
      to: fc.constant(null),
      zone: fc.constant(null),
    });
    const zones = fc.constantFrom('Europe/Rome', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    const changes = fc.constantFrom('2025-03-09', '2025-03-30', '2025-04-05', '2025-10-04', '2025-10-26', '2025-11-02');
    const near = fc.integer({ min: -3000, max: 3000 });
    fc.assert(
      fc.property(condition, zones, changes, near, fc.integer({ min: 1, max: 3000 }), (c, name, day, off, length) => {
        const z = zone(name);
        const from = Date.parse(day) + off * MINUTE;
        const to = from + length * MINUTE;
        const set = calendarIntervals(c, z, from, to);
        for (let t = from; t < to; t += 7 * MINUTE) {
          expect(contains(set, t), `${name} ${new Date(t).toISOString()}`).equal(matches(c, t + z.offsetAt(t).offset));
        }
        expect(contains(set, from - 1) || contains(set, to)).false;
      }),
      { numRuns: 300 },
    );
  });
});

/** Decisions 22 and 23, said again without arithmetic on intervals. */
function matches(condition: CalendarCondition, local: number): boolean {
  return [local, local - DAY].some((day, yesterday) => {
    const date = new Date(day);
    const after = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
    const fromEnd = Math.floor(day / DAY) - after.getTime() / DAY;
    if (condition.weekdays && !condition.weekdays.includes(date.getUTCDay() || 7)) return false;
    if (condition.months && !condition.months.includes(date.getUTCMonth() + 1)) return false;
    if (condition.monthDays && !condition.monthDays.some((d) => d === date.getUTCDate() || d === fromEnd)) return false;
    const wall = (((local % DAY) + DAY) % DAY) + yesterday * DAY;
    const hours = condition.hours ?? [{ from: 0, to: DAY }];
    return hours.some(({ from, to }) => wall >= from && wall < (to > from ? to : to + DAY));
  });
}

describe('calendar occurrences', () => {
  const spring = [utc('2025-03-29T00:00'), utc('2025-04-01T00:00')] as const;
  const autumn = [utc('2025-10-25T00:00'), utc('2025-10-28T00:00')] as const;

  it('every day happens once a day, also when the clocks change', () => {
    expect(occurrences('day', null, 2.5 * HOUR, rome, ...spring)).deep.equal([
      '20250329 2025-03-29T01:30',
      '20250330 2025-03-30T01:30',
      '20250331 2025-03-31T00:30',
    ]);
    expect(occurrences('day', null, 2.5 * HOUR, rome, ...autumn)).deep.equal([
      '20251025 2025-10-25T00:30',
      '20251026 2025-10-26T00:30',
      '20251027 2025-10-27T01:30',
    ]);
    const year = calendarOccurrences('day', null, 2 * HOUR, rome, utc('2024-12-31T23:00'), utc('2025-12-31T23:00'));
    expect(year).lengthOf(365);
  });

  it('a day that a zone skips has none, and a time beyond 24:00 keeps the date of its day', () => {
    const apia = zone('Pacific/Apia');
    expect(occurrences('day', null, 12 * HOUR, apia, utc('2011-12-29T00:00'), utc('2012-01-01T12:00'))).deep.equal([
      '20111229 2011-12-29T22:00',
      '20111231 2011-12-30T22:00',
      '20120101 2011-12-31T22:00',
    ]);
    expect(occurrences('day', null, 25 * HOUR, rome, utc('2025-01-01T00:00'), utc('2025-01-03T00:00'))).deep.equal([
      '20241231 2025-01-01T00:00',
      '20250101 2025-01-02T00:00',
    ]);
  });

  it('weeks by ISO day, months by day from the start or the end', () => {
    expect(occurrences('week', 7, 4 * HOUR, rome, utc('2025-02-09T03:00'), utc('2025-02-23T03:00'))).deep.equal([
      '20250209 2025-02-09T03:00',
      '20250216 2025-02-16T03:00',
    ]);
    const year = [utc('2024-01-01T00:00'), utc('2025-01-01T00:00')] as const;
    const dates = (day: number): string[] =>
      calendarOccurrences('month', day, 0, zone('UTC'), ...year).map(({ date }) => date.slice(4));
    expect(dates(-1)).deep.equal('0131 0229 0331 0430 0531 0630 0731 0831 0930 1031 1130 1231'.split(' '));
    expect(dates(31)).deep.equal('0131 0331 0531 0731 0831 1031 1231'.split(' '));
    expect(dates(-30)).deep.equal('0102 0302 0401 0502 0601 0702 0802 0901 1002 1101 1202'.split(' '));
  });

  it('hours by what the clock reads, keyed by their start in UTC', () => {
    const night = (z: Zone, from: string, to: string): string[] =>
      occurrences('hour', null, 45 * MINUTE, z, utc(from), utc(to));
    expect(night(rome, '2025-10-26T00:00', '2025-10-26T03:00')).deep.equal([
      '20251026T0000 2025-10-26T00:45',
      '20251026T0100 2025-10-26T01:45',
      '20251026T0200 2025-10-26T02:45',
    ]);
    expect(night(zone('Asia/Kathmandu'), '2025-01-01T00:00', '2025-01-01T02:00')).deep.equal([
      '20241231T2315 2025-01-01T00:00',
      '20250101T0015 2025-01-01T01:00',
    ]);
    // Half an hour is skipped: 01:45 and 02:45 are half an hour apart.
    expect(night(zone('Australia/Lord_Howe'), '2025-10-04T15:00', '2025-10-04T16:00')).deep.equal([
      '20251004T1430 2025-10-04T15:15',
      '20251004T1500 2025-10-04T15:45',
    ]);
  });

  it('any cut of the range finds the same', () => {
    const zones = fc.constantFrom('Europe/Rome', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu');
    const unit = fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const);
    const at = fc.integer({ min: 0, max: 2879 });
    const cut = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(zones, unit, fc.integer({ min: 1, max: 7 }), at, cut, (name, u, day, minute, middle) => {
        const wall = (u === 'hour' ? minute % 60 : minute) * MINUTE;
        const [from, to] = [utc('2011-11-20T00:00'), utc('2012-01-28T00:00')];
        const split = from + middle * MINUTE;
        const find = (a: number, b: number) => calendarOccurrences(u, day, wall, zone(name), a, b);
        const all = find(from, to);
        expect([...find(from, split), ...find(split, to)].filter(({ start }) => start < to)).deep.equal(
          split < to ? all : find(from, split).filter(({ start }) => start < to),
        );
        expect(new Set(all.map(({ date }) => date)).size).equal(all.length);
        for (let i = 1; i < all.length; i++) expect(all[i]!.start).above(all[i - 1]!.start);
      }),
    );
  });
});
