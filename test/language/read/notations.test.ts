import { expect } from 'chai';
import fc from 'fast-check';
import { days, monthDay, months } from '../../../src/language/read/days.ts';
import { duration, formatDuration } from '../../../src/language/read/duration.ts';
import { every, jitter } from '../../../src/language/read/every.ts';
import { hours } from '../../../src/language/read/hours.ts';
import { date, instant } from '../../../src/language/read/instant.ts';
import { moment } from '../../../src/language/read/moment.ts';
import { Misread, type Notation } from '../../../src/language/read/notation.ts';
import { rate } from '../../../src/language/read/rate.ts';
import { scope } from '../../../src/language/read/scope.ts';
import { formatShare, share } from '../../../src/language/read/share.ts';
import { formatWallTime, wallTime } from '../../../src/language/read/wall-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const means = <T>(notation: Pick<Notation<T>, 'parse'>, text: string, value: T) =>
  expect(notation.parse(text), text).to.deep.equal(value);
const refuses = (parse: (text: string) => unknown, ...texts: readonly string[]) => {
  for (const text of texts) expect(() => parse(text), text).to.throw(Misread);
};

describe('notations', () => {
  it('reads durations', () => {
    const cases = { '90s': 90_000, '15m': 15 * MINUTE, '2h': 2 * HOUR, '14d': 14 * DAY, '1w': 7 * DAY, '250ms': 250 };
    for (const [text, ms] of Object.entries(cases)) means(duration, text, ms);
    means(duration, '7h20m', 7 * HOUR + 20 * MINUTE);
    means(duration, '1.5h', 90 * MINUTE);
    means(duration, '-24h', -DAY);
    expect(Object.is(duration.parse('-0s'), 0)).to.equal(true);
    refuses(duration.parse, '', '5', 'm', '5 m', '20m7h', '5m5m', '5min', '1e3s', '-', '99999999999999w');
  });

  it('writes durations as they are read', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), (ms) => {
        expect(duration.parse(formatDuration(ms))).to.equal(ms);
      }),
    );
  });

  it('reads shares to the last digit', () => {
    means(share, '99.5%', 0.995);
    means(share, '99.9%', 0.999);
    means(share, '0.1%', 0.001);
    means(share, '100%', 1);
    refuses(share.parse, '0.5', '%', '5 %', '99,5%');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (millionths) => {
        const value = Number(`${millionths}e-6`);
        expect(share.parse(formatShare(value))).to.equal(value);
      }),
    );
  });

  it('reads rates', () => {
    means(rate, '3/week', { amount: 3, unit: 'week' });
    means(rate, '0.5/h', { amount: 0.5, unit: 'h' });
    refuses(rate.parse, '3', '/h', '3/d', '3 / h', '-1/h');
  });

  it('reads local times up to, and windows with, 24:00', () => {
    means(wallTime, '23:00', 23 * HOUR);
    means(wallTime, '00:00:30', 30_000);
    means(hours, '22:00-24:00', { from: 22 * HOUR, to: DAY });
    means(hours, '22:00-06:00', { from: 22 * HOUR, to: 6 * HOUR });
    refuses(wallTime.parse, '24:00', '9:00', '12:60', '25:00', '1200');
    refuses(hours.parse, '09:00', '24:00-06:00', '09:00-09:00', '09:00 - 17:00');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399 }), (second) => {
        expect(wallTime.parse(formatWallTime(second * 1000))).to.equal(second * 1000);
      }),
    );
  });

  it('reads instants, and local ones without offset', () => {
    means(instant, '2025-02-09T10:30:00Z', { kind: 'instant', at: Date.UTC(2025, 1, 9, 10, 30) });
    means(instant, '2025-02-09T10:30+01:00', { kind: 'instant', at: Date.UTC(2025, 1, 9, 9, 30) });
    means(instant, '2025-02-09T10:30:15.25-0530', { kind: 'instant', at: Date.UTC(2025, 1, 9, 16, 0, 15, 250) });
    means(instant, '2025-02-09', { kind: 'local', at: '2025-02-09T00:00:00.000' });
    means(instant, '2025-02-03T10:12', { kind: 'local', at: '2025-02-03T10:12:00.000' });
    means(instant, '0099-01-01', { kind: 'local', at: '0099-01-01T00:00:00.000' });
    refuses(instant.parse, '2025-02-30', '2025-13-01', '2025-02-09T25:00', '2025-2-9', '2025-02-09T10:30+99:00', 'now');
    refuses(date.parse, '2025-02-29', '2025-02-09T00:00');
    means(date, '2024-02-29', '2024-02-29');
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (at) => {
        expect(instant.parse(at.toISOString())).to.deep.equal({ kind: 'instant', at: at.getTime() });
      }),
    );
  });

  it('reads days of the week or of the month, and months', () => {
    expect(days(['mon-fri'])).to.deep.equal({ weekdays: [1, 2, 3, 4, 5], monthDays: null });
    expect(days(['sat-mon', 'mon'])).to.deep.equal({ weekdays: [1, 6, 7], monthDays: null });
    expect(days([1, 'last', 'last-2'])).to.deep.equal({ weekdays: null, monthDays: [-3, -1, 1] });
    expect(months(['nov-feb'])).to.deep.equal([1, 2, 11, 12]);
    refuses((text) => days([text]), 'monday', 'mon-', 'mon-xyz', '32', '0', 'last-31');
    refuses((text) => days([text, 1]), 'mon');
    refuses((text) => months([text]), 'january', '1');
    expect(monthDay('last-30')).to.equal(-31);
  });

  it('reads moments of an hour, a day, a week and a month', () => {
    const HALF_PAST = 30 * MINUTE;
    expect(moment('30m', 'hour')).to.deep.equal({ day: null, at: HALF_PAST, until: null });
    expect(moment('00:30', 'day')).to.deep.equal({ day: null, at: HALF_PAST, until: null });
    expect(moment('01:00-04:00', 'day')).to.deep.equal({ day: null, at: HOUR, until: 4 * HOUR });
    expect(moment('23:00-02:00', 'day')).to.deep.equal({ day: null, at: 23 * HOUR, until: 26 * HOUR });
    expect(moment('sun 04:00', 'week')).to.deep.equal({ day: 7, at: 4 * HOUR, until: null });
    expect(moment('10 00:00', 'month')).to.deep.equal({ day: 10, at: 0, until: null });
    expect(moment('last 02:00', 'month')).to.deep.equal({ day: -1, at: 2 * HOUR, until: null });
    expect(moment('mon', 'week')).to.deep.equal({ day: 1, at: 0, until: null });
    refuses((text) => moment(text, 'hour'), '60m', '00:30');
    refuses((text) => moment(text, 'day'), 'sun 04:00', '24:00', '15m');
    refuses((text) => moment(text, 'week'), '04:00', 'sun  4', '7 04:00');
    refuses((text) => moment(text, 'month'), 'sun 04:00', '32 00:00');
  });

  it('reads periods, jitter and scopes', () => {
    means(every, 'week', { kind: 'calendar', unit: 'week' });
    means(every, '15m', { kind: 'period', period: 15 * MINUTE });
    means(jitter, '40%', { kind: 'share', by: 0.4 });
    means(jitter, '20m', { kind: 'duration', by: 20 * MINUTE });
    means(scope, 'tags.site', 'tags.site');
    refuses(every.parse, 'year', '0s', '-5m', 'weekly');
    refuses(jitter.parse, '40', 'day');
    refuses(scope.parse, 'tags.', 'self');
  });

  it('has a pattern that every text that it reads matches', () => {
    const cases: readonly [Notation<unknown>, readonly string[]][] = [
      [duration, ['90s', '7h20m', '-24h', '250ms']],
      [share, ['99.5%', '0%']],
      [rate, ['3/week', '0.5/h']],
      [wallTime, ['23:00', '00:00:30']],
      [hours, ['22:00-24:00']],
      [instant, ['2025-02-09', '2025-02-09T10:30', '2025-02-09T10:30:15.25-0530']],
      [every, ['day', '20h']],
      [jitter, ['40%', '20m']],
      [scope, ['asset', 'tags.site']],
    ];
    for (const [notation, texts] of cases) {
      for (const text of texts) expect(text).to.match(new RegExp(notation.pattern));
      expect('${nothing}').not.to.match(new RegExp(notation.pattern));
    }
  });
});
