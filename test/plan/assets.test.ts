import { expect } from 'chai';
import type { Asset } from '../../src/model/plan.ts';
import { constant, withLayers, type Written } from '../support/metric.ts';
import { planOf, scenarioOf } from '../support/scenario.ts';

const assetsOf = (assets: readonly Written[], more: Written = {}): readonly Asset[] =>
  planOf(scenarioOf(withLayers([constant(1)], {}, { assets, ...more }))).assets;
const ids = (assets: readonly Asset[]) => assets.map(({ id }) => id);

describe('assets', () => {
  it('41: {n:04} pads to 4, counts from 1 (`from: 0` to change), grows past its width', () => {
    const fleet = (expand: Written) => ids(assetsOf([{ expand, pattern: 'p' }]));
    expect(fleet({ count: 2, id: 'vm-{n:04}' })).to.deep.equal(['vm-0001', 'vm-0002']);
    expect(fleet({ count: 2, id: 'vm-{n:04}', from: 0 })).to.deep.equal(['vm-0000', 'vm-0001']);
    expect(fleet({ count: 11, id: 'vm-{n:1}' }).at(-1)).to.equal('vm-11');
  });

  it('41: growing `count` changes no earlier member', () => {
    const of = (count: number) =>
      assetsOf([
        {
          expand: { count, id: 'vm-{n}' },
          pattern: 'p',
          tags: { site: { one_of: ['a', 'b', 'c'] } },
          traits: { base: { uniform: [0, 1] } },
        },
      ]);
    expect(of(40).slice(0, 7)).to.deep.equal(of(7));
  });

  it('41: placeholders are n, parent and hash, in nested fleets', () => {
    const found = assetsOf([
      { expand: { over: { type: 'vm' }, count: 2, id: '{parent}-svc{n}' }, type: 'service', pattern: 'p' },
      { expand: { count: 2, id: 'vm-{n}' }, type: 'vm', pattern: 'p' },
    ]);
    expect(new Set(ids(found))).to.deep.equal(
      new Set(['vm-1', 'vm-2', 'vm-1-svc1', 'vm-1-svc2', 'vm-2-svc1', 'vm-2-svc2']),
    );
    expect(found.find(({ id }) => id === 'vm-2-svc1')!.parent).to.equal('vm-2');
  });

  it('42: `one_of` weights are probabilities; shares are not exact in small fleets', () => {
    const count = 2000;
    const sites = assetsOf([
      { expand: { count, id: 'vm-{n}' }, pattern: 'p', tags: { site: { one_of: { a: 3, b: 7 } } } },
    ]).map(({ tags }) => tags['site']);
    const share = sites.filter((site) => site === 'a').length / count;
    expect(share).to.be.closeTo(0.3, 6 * Math.sqrt((0.3 * 0.7) / count));
  });

  it('42: keyed by id: the order of the file changes none', () => {
    const one = (id: string): Written => ({ id, pattern: 'p', tags: { site: { one_of: ['a', 'b', 'c', 'd'] } } });
    const by = (assets: readonly Asset[]) => [...assets].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(by(assetsOf(['x', 'y', 'z'].map(one)))).to.deep.equal(by(assetsOf(['z', 'x', 'y'].map(one))));
  });
});
