import type { Condition } from '../../model/condition.ts';
import { perObject } from '../../model/per-object.ts';

/** What a condition looks at beyond the clock. */
export interface Looks {
  readonly metrics: ReadonlySet<string>;
  readonly episodes: ReadonlySet<string>;
  /** The state of the asset itself. */
  readonly state: boolean;
}

export const looksOf = (condition: Condition | null): Looks => (condition === null ? NOTHING : looksAt(condition));

const NOTHING: Looks = { metrics: new Set(), episodes: new Set(), state: false };

const looksAt = perObject((condition: Condition): Looks => {
  const metrics = new Set<string>();
  const episodes = new Set<string>();
  let state = false;
  const visit = (part: Condition): void => {
    if (part.kind === 'metric') metrics.add(part.metric);
    else if (part.kind === 'episode') episodes.add(part.episode);
    else if (part.kind === 'state') state ||= part.of === 'self';
    else if (part.kind === 'all' || part.kind === 'any') part.of.forEach(visit);
    else if (part.kind === 'not') visit(part.of);
  };
  visit(condition);
  return { metrics, episodes, state };
});
