/** A semantic rule: what no schema can say of a scenario. Each has its own file, stable codes, and a case in test/errors. */
import type { Metric, Pattern, Selection } from '../../model/scenario.ts';
import type { Located } from '../normalise/collect.ts';
import type { Parts } from '../normalise/scenario.ts';
import type { Member } from './members.ts';

export interface Context extends Parts {
  /** The files have the shape of the language: nothing was skipped unseen. */
  readonly shaped: boolean;
  /** Every asset, fleets expanded. */
  readonly members: readonly Member[];
  readonly byId: ReadonlyMap<string, Member>;
  /** Those that a selection may hold for; null selects all. */
  selected(selection: Selection | null): readonly Member[];
  pattern(name: string): Located<Pattern> | undefined;
  /** What several rules ask for (`perContext`), by what makes it. */
  readonly made: Map<unknown, object>;
  /** A metric of an asset, from one of its patterns. */
  metric(member: Member, name: string): Metric | undefined;
}

export interface Rule {
  /** It looks at the whole scenario: where a part is broken, it would blame what is whole. */
  readonly whole: boolean;
  check(context: Context): void;
}
