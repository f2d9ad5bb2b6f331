import { expect } from 'chai';
import { constant, valuesOf, withLayers } from '../support/metric.ts';

const at = '2025-02-04T10:00Z';

describe('group', () => {
  it('sums its layers from 0 and applies the result as one', () => {
    const factor = {
      kind: 'group',
      op: 'multiply',
      layers: [constant(1), constant(0.5), constant(2, { op: 'multiply' })],
    };
    expect(valuesOf(withLayers([constant(10), factor])).at(at)).to.equal(30);
  });

  it('clamps the sum, not what it is applied to', () => {
    const group = (clamp: unknown) => ({ kind: 'group', clamp, layers: [constant(5), constant(7)] });
    const value = (clamp: unknown) => valuesOf(withLayers([constant(100), group(clamp)])).at(at);
    expect([value([0, 10]), value([20, null]), value([null, 50])]).to.deep.equal([110, 120, 112]);
  });

  it('acts only while `when` holds; inside, a condition of a layer leaves the sum so far', () => {
    const off = { days: 'sat-sun' };
    const inner = { kind: 'group', layers: [constant(5), constant(7, { when: off })] };
    expect(valuesOf(withLayers([constant(1), inner])).at(at)).to.equal(6);
    expect(valuesOf(withLayers([constant(1), { ...inner, when: off }])).at(at)).to.equal(1);
  });

  it('12: its layers have keys of their own: a layer before it changes none of its draws', () => {
    const group = { kind: 'group', id: 'g', layers: [{ kind: 'noise', sd: 1 }] };
    const alone = valuesOf(withLayers([group], { decimals: 6 })).all();
    const behind = valuesOf(withLayers([{ kind: 'noise', id: 'other', sd: 1e-9 }, group], { decimals: 6 })).all();
    for (const [i, value] of alone.slice(0, 500).entries()) expect(behind[i]).to.be.closeTo(value, 2e-6);
  });
});
