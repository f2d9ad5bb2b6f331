import { expect } from 'chai';
import { HOUR } from '../../src/model/units.ts';
import { valuesOf, withLayers } from '../support/metric.ts';

const profile = (more: object) => withLayers([{ kind: 'profile', ...more }], { decimals: 6 });
const year = { time: { start: '2025-01-01', end: '2026-01-01', step: '6h' } };

describe('profile', () => {
  it('24: month points of a profile lie mid-month, day points at noon, unless `interpolate: step`', () => {
    const months = { kind: 'profile', over: 'year', points: { jan: 0, feb: 28, mar: 0 } };
    const smooth = valuesOf(withLayers([months], { decimals: 6 }, year));
    // Mid-February of 2025 is the 15th, 00:00; mid-January the 16th, 12:00.
    expect(smooth.at('2025-02-15T00:00Z')).to.equal(28);
    expect(smooth.at('2025-01-16T12:00Z')).to.equal(0);
    expect(smooth.at('2025-01-31T06:00Z')).to.be.closeTo(14, 0.01);
    const week = valuesOf(profile({ over: 'week', points: { mon: 10, tue: 20, wed: 10 } }));
    expect(week.at('2025-02-03T12:00Z')).to.equal(10);
    expect(week.at('2025-02-04T12:00Z')).to.equal(20);
    expect(week.at('2025-02-04T00:00Z')).to.equal(15);
  });

  it('24: with `step`, from the start of that month or day until the next point', () => {
    const months = { kind: 'profile', over: 'year', interpolate: 'step', points: { jan: 1, feb: 2, jun: 6 } };
    const steps = valuesOf(withLayers([months], {}, year));
    expect(
      ['2025-01-31T18:00Z', '2025-02-01T00:00Z', '2025-05-31T18:00Z', '2025-06-01T00:00Z', '2025-12-31T18:00Z'].map(
        (t) => steps.at(t),
      ),
    ).to.deep.equal([1, 2, 2, 6, 6]);
    const week = valuesOf(profile({ over: 'week', interpolate: 'step', points: { mon: 1, sat: 2 } }));
    expect(
      ['2025-02-03T00:00Z', '2025-02-07T23:59Z', '2025-02-08T00:00Z', '2025-02-09T23:59Z'].map((t) => week.at(t)),
    ).to.deep.equal([1, 1, 2, 2]);
  });

  it('20: its times are those of the asset’s own clock, through the change of clocks', () => {
    const rome = { timezone: 'Europe/Rome', time: { start: '2025-03-29', duration: '3d', step: '1m' } };
    const values = valuesOf(
      withLayers(
        [{ kind: 'profile', over: 'day', interpolate: 'step', points: { '00:00': 0, '09:00': 1, '17:00': 0 } }],
        {},
        rome,
      ),
    );
    const first = (date: string) =>
      Array.from({ length: 24 * 60 }, (_, i) => new Date(Date.parse(`${date}T00:00Z`) + i * 60_000).toISOString()).find(
        (t) => values.at(t) === 1,
      );
    expect(first('2025-03-29')).to.equal('2025-03-29T08:00:00.000Z');
    expect(first('2025-03-30')).to.equal('2025-03-30T07:00:00.000Z');
  });

  it('runs round: from the last point to the first of the next day, later by its lag', () => {
    const points = { '06:00': 0, '18:00': 12 };
    const plain = valuesOf(profile({ over: 'day', points }));
    expect(
      [0, 6, 12, 18].map((hour) => plain.at(new Date(Date.parse('2025-02-04T00:00Z') + hour * HOUR).toISOString())),
    ).to.deep.equal([6, 0, 6, 12]);
    const late = valuesOf(profile({ over: 'day', points, lag: '2h' }));
    const early = valuesOf(profile({ over: 'day', points, lag: '-2h' }));
    expect(late.at('2025-02-04T08:00Z')).to.equal(0);
    expect(early.at('2025-02-04T04:00Z')).to.equal(0);
  });
});
