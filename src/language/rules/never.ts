import type { CalendarCondition, Condition, TimePoint } from '../../model/condition.ts';
import { DAY, type Instant } from '../../model/units.ts';
import { calendarIntervals } from '../../timeline/calendar.ts';
import { complement, intersect, union } from '../../timeline/interval.ts';
import { instantOf, zone } from '../../timeline/zone.ts';
import { listed, quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import type { Context, Rule } from './rule.ts';

/** A condition can hold: its calendar has an instant, its dates touch the period, its limits can be reached. */
export const never: Rule = {
  whole: false,
  check(context) {
    const named = new Set<unknown>(context.calendars.map(({ value }) => value));
    for (const { value, written } of context.calendars) one(value, written.at, context);
    // A calendar is reported where it is defined, not where it is named.
    for (const { value, at } of context.found.conditions) if (!named.has(value)) one(value, at, context);
    for (const { value, at } of context.found.schedules) {
      if (value.timing.kind !== 'at' || value.timing.times.length === 0) continue;
      if (value.timing.times.every((time) => outside(time, time, context)))
        at.below('at').warning('outside-period', 'None of these instants lies in the period of the scenario', PERIOD);
    }
  },
};

const PERIOD = 'The period is `time`; a run may give another';

/** Days of the week and hours come in every week. */
const isWeekly = ({ weekdays, monthDays, dates, months, from, to }: CalendarCondition): boolean =>
  weekdays?.length !== 0 && [monthDays, dates, months, from, to].every((limit) => limit === null);

function one(condition: Condition, at: At, context: Context): void {
  if (condition.kind === 'calendar' && isWeekly(condition)) return;
  if (condition.kind === 'calendar' || condition.kind === 'all') {
    const times = instantsOf(condition);
    if (times === null || (condition.kind === 'all' && condition.of.some((part) => instantsOf(part)?.length === 0)))
      return;
    if (times.length === 0) {
      at.error(
        'never-holds',
        condition.kind === 'all' ? 'These conditions never hold together' : 'This never holds: no day is all of these',
        'Each key narrows it; remove one',
        'key',
      );
    } else if (condition.kind === 'calendar') period(condition, at, context);
  } else if (condition.kind === 'metric') limits(condition, at, context);
  else if (condition.kind === 'tags') tags(condition, at, context);
}

/**
 * Instants at which a condition of the clock alone holds, in UTC, over a time in which each of its days comes; else null.
 * Of what holds within a week, and a day on either side, only that is looked at: that it holds at all is what is asked.
 */
function instantsOf(condition: Condition): Float64Array | null {
  const [from, to] = rangeOf(condition);
  const soon = instantsWithin(condition, from, Math.min(to, from + 9 * DAY));
  return soon === null || soon.length > 0 ? soon : instantsWithin(condition, from, to);
}

function instantsWithin(condition: Condition, from: Instant, to: Instant): Float64Array | null {
  const times = (part: Condition): Float64Array | null => {
    if (part.kind === 'calendar') return calendarIntervals(part, zone('UTC'), from, to);
    if (part.kind === 'not') {
      const inner = times(part.of);
      return inner === null ? null : complement(inner, from, to);
    }
    if (part.kind !== 'all' && part.kind !== 'any') return null;
    const parts = part.of.map(times);
    if (parts.length === 0 || parts.includes(null)) return null;
    return (parts as Float64Array[]).reduce((a, b) => (part.kind === 'all' ? intersect(a, b) : union(a, b)));
  };
  return times(condition);
}

/** 28 years hold every day of the week on every date, leap days too; dates and instants have years of their own. */
function rangeOf(condition: Condition): [Instant, Instant] {
  const calendars = calendarsOf(condition);
  const written = calendars.flatMap(({ dates, from, to }) => [
    ...(dates ?? []).map((date) => Date.parse(date)),
    ...[from, to].flatMap((time) => (time === null ? [] : [instantOf(time, zone('UTC'))])),
  ]);
  // Most conditions hold within any year: only days of the month need many.
  const years = calendars.some(({ monthDays, months }) => monthDays !== null || months !== null) ? 28 : 1;
  const from = Math.min(...written, Date.UTC(2000, 0, 1)) - 2 * DAY;
  return [from, Math.max(...written, Date.UTC(2000 + years, 0, 1)) + 2 * DAY];
}

function calendarsOf(condition: Condition): CalendarCondition[] {
  if (condition.kind === 'calendar') return [condition];
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(calendarsOf);
  return condition.kind === 'not' ? calendarsOf(condition.of) : [];
}

function period({ dates, from, to }: CalendarCondition, at: At, context: Context): void {
  const days = (dates ?? []).map((date): TimePoint => ({ kind: 'local', at: `${date}T00:00:00.000` }));
  if (days.length > 0 && days.every((day) => outside(day, day, context)))
    at.below('dates').warning('outside-period', 'None of these dates lies in the period of the scenario', PERIOD);
  else if ((from !== null || to !== null) && outside(from, to, context))
    at.below(from === null ? 'to' : 'from').warning(
      'outside-period',
      'This holds at no time of the period of the scenario',
      PERIOD,
    );
}

/** Whether all of [from, to] lies outside of a period that is written in full; zones may shift either by a day. */
function outside(from: TimePoint | null, to: TimePoint | null, { time }: Context): boolean {
  if (time === null) return false;
  const at = (point: TimePoint): Instant => instantOf(point, zone('UTC'));
  const { start, end, duration } = time;
  const known = (point: typeof start): Instant | null =>
    point === null || point.kind === 'today' || point.kind === 'now' ? null : at(point);
  const first = known(start) ?? (known(end) === null || duration === null ? null : known(end)! - duration);
  const last = known(end) ?? (first === null || duration === null ? null : first + duration);
  if (first === null || last === null) return false;
  return (to !== null && at(to) < first - DAY) || (from !== null && at(from) >= last + DAY);
}

function limits({ metric, above, below }: Extract<Condition, { kind: 'metric' }>, at: At, context: Context): void {
  if (above !== null && below !== null && above >= below) {
    at.below('below').error('never-holds', 'Nothing is above the one and below the other', 'Swap the two', 'key');
    return;
  }
  const found = context.patterns.flatMap(({ value }) =>
    Object.hasOwn(value.metrics, metric) ? [value.metrics[metric]!] : [],
  );
  if (found.length === 0) return;
  const key =
    above !== null && found.every(({ clamp }) => clamp.max !== null && clamp.max <= above) ? 'above' : 'below';
  if (key === 'below' && (below === null || !found.every(({ clamp }) => clamp.min !== null && clamp.min >= below)))
    return;
  at.below(key).warning(
    'never-holds',
    `${quote(metric)} is never ${key} ${quote(key === 'above' ? above : below)}: its \`clamp\` ends there`,
    'Write a limit inside of the clamp',
  );
}

function tags({ tags: wanted }: Extract<Condition, { kind: 'tags' }>, at: At, { assets, whole }: Context): void {
  if (!whole) return;
  for (const [name, values] of Object.entries(wanted)) {
    const draws = assets.flatMap(({ value }) => (Object.hasOwn(value.tags, name) ? [value.tags[name]!] : []));
    const known = draws.flatMap((draw) => (draw.kind === 'constant' ? [String(draw.value)] : []));
    if (known.length < draws.length || values.some((value) => known.includes(value))) continue;
    at.below('tags', name).warning(
      'never-holds',
      `No asset has the tag ${quote(name)} with this value`,
      known.length === 0 ? 'No asset has the tag at all' : `Its values: ${listed(new Set(known), null)}`,
    );
  }
}
