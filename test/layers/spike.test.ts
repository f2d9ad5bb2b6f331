import { expect } from 'chai';
import { constant, valuesOf, withLayers } from '../support/metric.ts';

const at = (values: ReturnType<typeof valuesOf>, times: readonly string[]) =>
  times.map((time) => values.at(`2025-02-05T${time}Z`));

describe('spike', () => {
  it('4: max limits what the spike adds; it never lowers', () => {
    const spike = { kind: 'spike', every: '15m', for: '2m', add: 25, max: 95 };
    const times = ['10:14', '10:15', '10:16', '10:17'];
    expect(at(valuesOf(withLayers([constant(60), spike])), times)).to.deep.equal([60, 85, 85, 60]);
    expect(at(valuesOf(withLayers([constant(80), spike])), times)).to.deep.equal([80, 95, 95, 80]);
    expect(at(valuesOf(withLayers([constant(97), spike])), times)).to.deep.equal([97, 97, 97, 97]);
  });

  it('4: its default length is one step', () => {
    const spike = { kind: 'spike', every: '15m', add: 5 };
    expect(at(valuesOf(withLayers([spike])), ['10:15', '10:16'])).to.deep.equal([5, 0]);
    const coarse = valuesOf(withLayers([spike], { every: '5m' }));
    expect(at(coarse, ['10:15', '10:20'])).to.deep.equal([5, 0]);
  });

  it('bursts that overlap pile up, each under the limit', () => {
    const spike = { kind: 'spike', every: '1m', for: '3m', add: 10, max: 25 };
    expect(at(valuesOf(withLayers([constant(0), spike])), ['10:00', '12:34'])).to.deep.equal([25, 25]);
    const free = { kind: 'spike', every: '1m', for: '3m', add: 10 };
    expect(at(valuesOf(withLayers([constant(0), free])), ['10:00'])).to.deep.equal([30]);
  });

  it('draws its height and length anew for each burst', () => {
    const spike = { kind: 'spike', every: '1h', for: { uniform: ['5m', '30m'] }, add: { uniform: [10, 20] } };
    const all = valuesOf(withLayers([spike])).all();
    const heights = new Set(all.filter((value) => value > 0));
    expect(heights.size).to.be.above(100);
    for (const height of heights) expect(height).to.be.within(10, 20);
    const busy = all.filter((value) => value > 0).length / (7 * 24);
    expect(busy).to.be.within(10, 25);
  });
});
