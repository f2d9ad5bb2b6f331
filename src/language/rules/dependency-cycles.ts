import { listed } from '../diagnostics/words.ts';
import { cyclesOf, type Edges } from './graph.ts';
import type { Member } from './members.ts';
import type { Rule } from './rule.ts';

/** Nobody stands on himself, nor goes down with himself. */
export const dependencyCycles: Rule = {
  whole: true,
  check({ assets, members, byId }) {
    // Fleets of nothing but themselves stand on nobody.
    if (assets.every(({ value }) => value.parent === null && value.expand?.over == null && value.dependsOn === null))
      return;
    const parents = new Map(members.map(({ id, parent }) => [id, new Set(parent === null ? [] : [parent])]));
    const ways: [edges: Edges, key: string, verb: string][] = [[parents, 'parent', 'stands on']];
    // Who says of nobody on whom he depends, depends on his parent.
    if (assets.some(({ value }) => value.dependsOn !== null))
      ways.push([dependenciesOf(members), 'depends_on', 'depends on']);
    for (const [edges, key, verb] of ways) {
      const cycles = cyclesOf(edges);
      if (cycles.length === 0) continue;
      for (const cycle of cycles) {
        const { at } = byId.get(cycle.at(-2)!)!.located.written;
        at.below(key).error(
          'cycle',
          `An asset ${verb} itself: ${cycle.join(' → ')}`,
          `Remove one of these: ${listed(cycle.slice(1))}`,
        );
      }
      return;
    }
  },
};

const dependenciesOf = (members: readonly Member[]): Edges =>
  new Map(
    members.map(({ id, parent, definition: { dependsOn } }) => {
      const all = dependsOn?.all.map((name) => (name === '$parent' ? parent : name)) ?? [parent];
      return [id, new Set(all.filter((name) => name !== null))];
    }),
  );
