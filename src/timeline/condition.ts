import type { Condition, State } from '../model/condition.ts';
import type { Asset } from '../model/plan.ts';
import { calendarIntervals } from './calendar.ts';
import type { Intervals } from './arrivals.ts';
import { complement, intersect, union } from './interval.ts';
import { type Zone, zone as zoneNamed } from './zone.ts';

/** What a condition may ask about. */
export interface ConditionSubject {
  readonly asset: Asset;
  readonly zone: Zone;
  state(state: State, of: 'self' | 'parent' | { readonly asset: string }): Intervals;
  episode(id: string): Intervals;
  /** Where a metric's values are in (above, below), each reaching to the next tick. */
  metric(metric: string, above: number | null, below: number | null): Intervals;
}

const always: Intervals = (from, to) => Float64Array.of(from, to);
const never: Intervals = () => new Float64Array(0);

/** A condition as the instants at which it holds, clipped to the range that is asked for. */
export function compileCondition(condition: Condition, subject: ConditionSubject): Intervals {
  switch (condition.kind) {
    case 'calendar': {
      const zone = condition.zone === null ? subject.zone : zoneNamed(condition.zone);
      return (from, to) => calendarIntervals(condition, zone, from, to);
    }
    case 'state':
      return subject.state(condition.state, condition.of);
    case 'episode':
      return subject.episode(condition.episode);
    case 'metric':
      return subject.metric(condition.metric, condition.above, condition.below);
    case 'tags':
      return Object.entries(condition.tags).every(([name, values]) => values.includes(subject.asset.tags[name] ?? ''))
        ? always
        : never;
    case 'all':
      return combine(condition.of, subject, intersect, always);
    case 'any':
      return combine(condition.of, subject, union, never);
    case 'not': {
      const inner = compileCondition(condition.of, subject);
      return (from, to) => complement(inner(from, to), from, to);
    }
  }
}

function combine(
  conditions: readonly Condition[],
  subject: ConditionSubject,
  join: (a: Float64Array, b: Float64Array) => Float64Array,
  empty: Intervals,
): Intervals {
  const parts = conditions.map((part) => compileCondition(part, subject));
  return (from, to) =>
    parts.length === 0 ? empty(from, to) : parts.map((part) => part(from, to)).reduce((a, b) => join(a, b));
}
