/** Which assets there are, before anything is drawn. */
import type { AssetDefinition, Selection } from '../../model/scenario.ts';
import { memberId } from '../../timeline/member.ts';
import { type Selectable, selects } from '../../timeline/select.ts';
import type { Located } from '../normalise/collect.ts';

export interface Member {
  readonly id: string;
  readonly parent: string | null;
  readonly definition: AssetDefinition;
  readonly located: Located<AssetDefinition>;
}

/** Fleets stand over whatever exists, members of other fleets included, in any order of the file; none over its own. */
export function expand(assets: readonly Located<AssetDefinition>[]): Member[] {
  const members: Member[] = [];
  const add = (located: Located<AssetDefinition>, parents: readonly (string | null)[]): void => {
    const { value: definition } = located;
    for (const parent of parents) {
      const { count, from } = definition.expand ?? { count: 1, from: 0 };
      for (let i = 0; i < count; i++) {
        const id = definition.expand === null ? definition.id : memberId(definition.id, from + i, parent);
        members.push({ id, parent, definition, located });
      }
    }
  };
  for (const located of assets) if ((located.value.expand?.over ?? null) === null) add(located, [located.value.parent]);
  const standing = assets.filter(({ value }) => (value.expand?.over ?? null) !== null);
  const taken = new Map(standing.map((located) => [located, new Set<string>()]));
  // A chain of fleets is no longer than there are fleets; two that stand over each other end here as well.
  for (const _ of standing) {
    for (const located of standing) {
      const known = taken.get(located)!;
      const parents = among(members, located.value.expand!.over).filter(
        (member) => member.located !== located && !known.has(member.id),
      );
      for (const { id } of parents) known.add(id);
      add(
        located,
        parents.map(({ id }) => id),
      );
    }
  }
  return members;
}

/** Those that a selection may hold for: a tag that is drawn may have any value. */
export function among(members: readonly Member[], selection: Selection | null): readonly Member[] {
  if (selection === null) return members;
  // Only a subtree asks for other assets.
  const byId = new Map(selection.within === null ? [] : members.map((member) => [member.id, withoutTags(member)]));
  const tags = Object.entries(selection.tags ?? {});
  const untagged = { ...selection, tags: null };
  return members.filter(
    (member) =>
      selects(untagged, withoutTags(member), (id) => byId.get(id)) &&
      tags.every(([name, values]) => mayHave(member.definition, name, values)),
  );
}

/** What a selection looks at, but for the tags. */
const withoutTags = ({ id, parent, definition: { type } }: Member): Selectable => ({ id, type, parent, tags: {} });

function mayHave(definition: AssetDefinition, tag: string, values: readonly string[]): boolean {
  const draw = Object.hasOwn(definition.tags, tag) ? definition.tags[tag]! : null;
  if (draw === null) return false;
  if (draw.kind === 'constant') return values.includes(String(draw.value));
  if (draw.kind === 'reference' && draw.name === 'type') return values.includes(definition.type);
  return true;
}
