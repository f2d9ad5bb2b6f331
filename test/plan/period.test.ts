import { expect } from 'chai';
import { SeedctlError } from '../../src/model/errors.ts';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { resolvePeriod, today } from '../../src/plan/period.ts';
import { zone } from '../../src/timeline/zone.ts';
import { constant, valuesOf, withLayers, type Written } from '../support/metric.ts';
import { planOf, rowsOf, scenarioOf, streamOf } from '../support/scenario.ts';

const t = (time: string): number => Date.parse(time);
const iso = ({ from, to }: { from: number; to: number }) =>
  [from, to].map((time) => new Date(time).toISOString().slice(0, 16));

const NOW = t('2025-02-09T10:30:42Z');
const scenario = (time: Written, timezone = 'Europe/Rome') =>
  scenarioOf(withLayers([constant(1)], {}, { time, timezone }));
const fortnight = scenario({ end: 'today', duration: '14d', step: '1m' });

describe('the period', () => {
  it('16: today is the last local midnight, an exclusive end', () => {
    expect(iso(resolvePeriod(fortnight, NOW, {}))).to.deep.equal(['2025-01-25T23:00', '2025-02-08T23:00']);
    const before = t('2025-02-08T22:59:59Z');
    expect(iso(resolvePeriod(fortnight, before, {}))[1]).to.equal('2025-02-07T23:00');
    expect(iso(resolvePeriod(fortnight, t('2025-02-08T23:00Z'), {}))[1]).to.equal('2025-02-08T23:00');
    expect(today(t('2025-02-09T00:00Z'), zone('America/New_York'))).to.equal(t('2025-02-08T05:00Z'));
    expect(today(t('2025-02-09T00:00Z'), zone('Asia/Kathmandu'))).to.equal(t('2025-02-08T18:15Z'));
  });

  it('16: today around a change of clocks', () => {
    expect(today(t('2025-03-30T12:00Z'), zone('Europe/Rome'))).to.equal(t('2025-03-29T23:00Z'));
    expect(today(t('2025-03-31T12:00Z'), zone('Europe/Rome'))).to.equal(t('2025-03-30T22:00Z'));
    // In Havana the day of the change has no midnight: it begins at one.
    expect(today(t('2025-03-09T12:00Z'), zone('America/Havana'))).to.equal(t('2025-03-09T05:00Z'));
  });

  it('16: now is the clock floored to the step', () => {
    const now = (step: string) => iso(resolvePeriod(scenario({ end: 'now', duration: '1d', step }), NOW, {}))[1];
    expect([now('1m'), now('15m'), now('1h')]).to.deep.equal([
      '2025-02-09T10:30',
      '2025-02-09T10:30',
      '2025-02-09T10:00',
    ]);
  });

  it('17: d and w are 24 and 168 hours, so that 14d is 20,160 minutes in every season', () => {
    for (const now of ['2025-02-09T00:00Z', '2025-04-05T00:00Z', '2025-11-01T00:00Z']) {
      const { from, to } = resolvePeriod(fortnight, t(now), {});
      expect((to - from) / MINUTE).to.equal(20_160);
    }
    const weeks = resolvePeriod(scenario({ end: 'today', duration: '2w', step: '1m' }), NOW, {});
    expect(weeks.to - weeks.from).to.equal(14 * DAY);
    // 14 calendar days over 30 March are an hour shorter.
    const calendar = resolvePeriod(scenario({ start: '2025-03-23', end: '2025-04-06', step: '1m' }), NOW, {});
    expect((calendar.to - calendar.from) / MINUTE).to.equal(20_100);
  });

  it('16: any two of start, end, duration and count × step', () => {
    const start = '2025-02-01T00:00Z';
    for (const time of [
      { start, end: '2025-02-03T00:00Z', step: '1m' },
      { start, duration: '2d', step: '1m' },
      { end: '2025-02-03T00:00Z', duration: '48h', step: '1m' },
      { start, count: 2880, step: '1m' },
      { end: '2025-02-03T00:00Z', count: 48, step: '1h' },
    ]) {
      expect(iso(resolvePeriod(scenario(time), NOW, {})), JSON.stringify(time)).to.deep.equal([
        '2025-02-01T00:00',
        '2025-02-03T00:00',
      ]);
    }
  });

  it('the command line: a start or a duration alone keep the end, an end alone the duration; two say all', () => {
    const [from, until, duration] = [t('2025-02-01T00:00Z'), t('2025-02-05T00:00Z'), 3 * DAY];
    const of = (override: object) => iso(resolvePeriod(fortnight, NOW, override));
    expect(of({ from })).to.deep.equal(['2025-02-01T00:00', '2025-02-08T23:00']);
    expect(of({ duration })).to.deep.equal(['2025-02-05T23:00', '2025-02-08T23:00']);
    expect(of({ until })).to.deep.equal(['2025-01-22T00:00', '2025-02-05T00:00']);
    expect(of({ from, until })).to.deep.equal(['2025-02-01T00:00', '2025-02-05T00:00']);
    expect(of({ from, duration })).to.deep.equal(['2025-02-01T00:00', '2025-02-04T00:00']);
    expect(of({ until, duration })).to.deep.equal(['2025-02-02T00:00', '2025-02-05T00:00']);
  });

  it('a period that is empty is refused: a mistake of the command line, or of the scenario', () => {
    const refused = (written: Parameters<typeof resolvePeriod>[0], override: object) => {
      try {
        resolvePeriod(written, NOW, override);
      } catch (error) {
        return error as SeedctlError;
      }
      throw new Error('not refused');
    };
    const usage = refused(fortnight, { from: t('2025-02-05T00:00Z'), until: t('2025-02-05T00:00Z') });
    expect([usage.code, usage.exit]).to.deep.equal(['empty-period', 2]);
    const invalid = refused(scenario({ start: '2025-03-01', end: 'today', step: '1m' }), {});
    expect([invalid.code, invalid.exit]).to.deep.equal(['empty-period', 3]);
    expect(invalid.message).to.include('2025-03-01 00:00').and.to.include('2025-02-09 00:00');
  });

  it('15: the grid is UTC multiples of the step: first tick at or after the start, last before the end', () => {
    const values = valuesOf(
      withLayers([constant(1)], {}, { time: { start: '2025-02-01T00:07:30Z', end: '2025-02-01T01:00Z', step: '15m' } }),
    );
    expect(values.rows.map(({ timestamp }) => new Date(timestamp as number).toISOString().slice(11, 16))).to.deep.equal(
      ['00:15', '00:30', '00:45'],
    );
    expect(values.plan.records).to.equal(3);
    const odd = valuesOf(
      withLayers([constant(1)], {}, { time: { start: '2025-02-01T00:00Z', duration: '1d', step: '7m' } }),
    );
    for (const { timestamp } of odd.rows) expect((timestamp as number) % (7 * MINUTE)).to.equal(0);
  });

  it('19: cells are UTC days; a window that cuts one gives a part, and a longer window the rest', () => {
    const cells = (from: string, until: string) => planOf(fortnight, { from: t(from), until: t(until) }).cells;
    expect(cells('2025-02-01T00:00Z', '2025-02-02T00:00Z')).to.equal(1);
    expect(cells('2025-02-01T23:00Z', '2025-02-02T01:00Z')).to.equal(2);
    expect(cells('2025-01-25T23:00Z', '2025-02-08T23:00Z')).to.equal(15);
    const noisy = scenarioOf(withLayers([{ kind: 'noise', sd: 1, correlation: '1h' }]));
    const rows = (from: string, until: string) => {
      const plan = planOf(noisy, { from: t(from), until: t(until) });
      return rowsOf(createSimulation(plan), streamOf(plan, 'metrics'), plan.period);
    };
    const whole = rows('2025-02-01T00:00Z', '2025-02-03T00:00Z');
    const cut = [...rows('2025-02-01T00:00Z', '2025-02-01T17:30Z'), ...rows('2025-02-01T17:30Z', '2025-02-03T00:00Z')];
    expect(cut).to.deep.equal(whole);
  });

  it('period, now and sinks are in no digest', () => {
    const base = planOf(fortnight, { now: NOW });
    const digests = (plan: typeof base) => plan.streams.flatMap(({ series }) => series.map(({ digest }) => digest));
    const others = [
      planOf(fortnight, { now: NOW + 5 * HOUR }),
      planOf(fortnight, { now: NOW, duration: DAY }),
      planOf({ ...fortnight, sinks: {}, name: 'other' }, { now: NOW }),
    ];
    for (const other of others) {
      expect(other.digest).to.equal(base.digest);
      expect(digests(other)).to.deep.equal(digests(base));
    }
    expect(planOf(fortnight, { now: NOW, seed: 2 }).digest).to.not.equal(base.digest);
  });
});
