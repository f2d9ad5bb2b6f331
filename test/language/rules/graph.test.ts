import { expect } from 'chai';
import fc from 'fast-check';
import { cyclesOf } from '../../../src/language/rules/graph.ts';

const graph = (pairs: readonly (readonly [number, number])[]) => {
  const edges = new Map<string, Set<string>>();
  for (const [from, to] of pairs) {
    edges.set(String(from), (edges.get(String(from)) ?? new Set()).add(String(to)));
    if (!edges.has(String(to))) edges.set(String(to), new Set());
  }
  return edges;
};
const pairs = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 40 });

describe('cycles of a graph', () => {
  it('are none where every edge leads upwards', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const upwards = some
          .filter(([from, to]) => from !== to)
          .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
        expect(cyclesOf(graph(upwards))).to.deep.equal([]);
      }),
    );
  });

  it('are found where there is one, as a way that can be walked', () => {
    fc.assert(
      fc.property(pairs, fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 6 }), (some, ring) => {
        const closed = ring.map((name, i) => [name, ring[(i + 1) % ring.length]!] as const);
        const edges = graph([...some, ...closed]);
        const cycles = cyclesOf(edges);
        expect(cycles).not.to.be.empty;
        for (const cycle of cycles) {
          expect(cycle[0]).to.equal(cycle.at(-1));
          for (const [i, name] of cycle.slice(1).entries()) expect(edges.get(cycle[i]!)!.has(name)).to.equal(true);
        }
      }),
    );
  });

  it('are found in a chain of any length', () => {
    const chain = Array.from({ length: 50_000 }, (_, i) => [i, (i + 1) % 50_000] as const);
    expect(cyclesOf(graph(chain))).to.have.length(1);
  });
});
