import { expect } from 'chai';
import type { Asset } from '../../src/model/plan.ts';
import { constant, withLayers, type Written } from '../support/metric.ts';
import { planOf, scenarioOf } from '../support/scenario.ts';

const fleet = (assets: readonly Written[], more: Written = {}): readonly Asset[] =>
  planOf(
    scenarioOf(withLayers([constant(1)], {}, { assets: assets.map((asset) => ({ pattern: 'p', ...asset })), ...more })),
  ).assets;
const ids = (assets: readonly Asset[]) => assets.map(({ id }) => id);

describe('assets', () => {
  it('41: {n:04} pads to 4, counts from 1 and grows past its width', () => {
    expect(ids(fleet([{ expand: { count: 3, id: 'vm-{n:04}' } }]))).to.deep.equal(['vm-0001', 'vm-0002', 'vm-0003']);
    expect(ids(fleet([{ expand: { count: 3, id: 'vm-{n}', from: 0 } }]))).to.deep.equal(['vm-0', 'vm-1', 'vm-2']);
    expect(ids(fleet([{ expand: { count: 3, id: 'vm-{n:02}', from: 99 } }]))).to.deep.equal([
      'vm-99',
      'vm-100',
      'vm-101',
    ]);
  });

  it('41: placeholders are n, parent and hash; over a selection each member gets its parent', () => {
    const assets = fleet([
      { expand: { count: 2, over: { type: 'host' }, id: '{parent}-vm{n}' }, type: 'vm' },
      { expand: { count: 2, id: 'host-{n}' }, type: 'host' },
    ]);
    expect(ids(assets)).to.deep.equal(['host-1-vm1', 'host-1-vm2', 'host-2-vm1', 'host-2-vm2', 'host-1', 'host-2']);
    expect(assets.filter(({ type }) => type === 'vm').map(({ parent }) => parent)).to.deep.equal([
      'host-1',
      'host-1',
      'host-2',
      'host-2',
    ]);
    expect(assets[0]!.dependsOn).to.deep.equal(['host-1']);
    const hashed = ids(fleet([{ expand: { count: 50, id: 'pod-{hash:6}' } }]));
    expect(new Set(hashed).size).to.equal(50);
    for (const id of hashed) expect(id).to.match(/^pod-[0-9a-f]{6}$/);
  });

  it('41: growing `count` changes no earlier member', () => {
    const of = (count: number) =>
      fleet([
        {
          expand: { count, id: 'vm-{n:03}-{hash:5}' },
          tags: { site: { one_of: ['a', 'b', 'c'] } },
          data: { cores: { one_of: [2, 4, 8] } },
          fields: { name: { chance: 'domain' } },
        },
      ]);
    expect(of(40).slice(0, 10)).to.deep.equal(of(10));
  });

  it('fleets stand over fleets, in any order of the file', () => {
    const host = { id: 'h', type: 'host' };
    const vms = { expand: { count: 2, over: { type: 'host' }, id: '{parent}-vm{n}' }, type: 'vm' };
    const pods = { expand: { count: 2, over: { type: 'vm' }, id: '{parent}-pod{n}' }, type: 'pod' };
    const of = (order: readonly Written[]) => ids(fleet(order)).sort();
    expect(of([host, vms, pods]).length).to.equal(1 + 2 + 4);
    expect(of([pods, vms, host])).to.deep.equal(of([host, vms, pods]));
  });

  it('42: one_of weights are probabilities', () => {
    const tags = fleet([
      { expand: { count: 2000, id: 'a-{n}' }, tags: { tier: { one_of: { gold: 1, iron: 9 } } } },
    ]).map((asset) => asset.tags.tier);
    const gold = tags.filter((tier) => tier === 'gold').length;
    expect(gold).to.be.within(200 - 6 * Math.sqrt(180), 200 + 6 * Math.sqrt(180));
    expect(new Set(tags)).to.deep.equal(new Set(['gold', 'iron']));
  });

  it('42: draws are keyed by id: the order of the file changes none', () => {
    const one = (id: string): Written => ({ id, tags: { site: { one_of: ['a', 'b', 'c', 'd'] } } });
    const of = (names: readonly string[]) =>
      [...fleet(names.map(one))].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, tags }) => [id, tags]);
    expect(of(['x', 'y', 'z'])).to.deep.equal(of(['z', 'x', 'y']));
  });

  it('traits are drawn once, in their scope, and read in fields, tags and data', () => {
    const assets = fleet(
      [
        {
          expand: { count: 20, id: 'a-{n}' },
          type: 'x',
          tags: { site: { one_of: ['s', 't'] } },
          data: { own: '$own', site: '$site', text: 'has $own of $type', list: ['$asset', 1] },
        },
      ],
      { traits: { own: { uniform: [0, 100], decimals: 0 }, site: { uniform: [0, 1], per: 'tags.site' } } },
    );
    const bySite = new Map<string, Set<unknown>>();
    for (const { id, data, tags, traits } of assets) {
      expect(data.own).to.equal(traits.own);
      expect(data.text).to.equal(`has ${traits.own as number} of x`);
      expect(data.list).to.deep.equal([id, 1]);
      bySite.set(tags.site!, (bySite.get(tags.site!) ?? new Set()).add(data.site));
    }
    expect([...bySite.values()].map((values) => values.size)).to.deep.equal([1, 1]);
    expect(new Set(assets.map(({ data }) => data.own)).size).to.be.above(5);
  });

  it('reads what its parent holds, wherever that stands in the file', () => {
    const parent = { id: 'host', data: { rack: 'A1' }, tags: { site: 'rome' } };
    const child = {
      id: 'vm',
      parent: 'host',
      data: { rack: '$parent.data.rack', host: '$parent', site: '$parent.tags.site' },
    };
    for (const order of [
      [parent, child],
      [child, parent],
    ]) {
      const vm = fleet(order).find(({ id }) => id === 'vm')!;
      expect(vm.data).to.deep.equal({ rack: 'A1', host: 'host', site: 'rome' });
    }
  });

  it('47: seed absent is 0', () => {
    const written = withLayers([{ kind: 'noise', sd: 1 }]);
    const { seed: _, ...without } = written;
    const plan = planOf(scenarioOf(without));
    expect(plan.seed).to.equal(0);
    expect(plan.digest).to.equal(planOf(scenarioOf({ ...written, seed: 0 })).digest);
  });
});
