import type { CalendarCondition, Condition } from '../../model/condition.ts';
import type { Values } from '../../model/field.ts';
import { listed } from '../diagnostics/words.ts';
import { calendarFields, conditionFields } from '../grammar/condition.ts';
import type { At } from './at.ts';
import { Broken } from './at.ts';
import type { Reading } from './reading.ts';
import { scopeOf } from './scope.ts';
import { broken, mappingOf } from './text.ts';

const EXPECTED = 'the name of a calendar, or a condition such as {days: mon-fri, hours: 09:00-17:00}';

/** Keys of which a condition has one; the calendar's keys together are one. */
const FAMILIES = ['calendar', 'state', 'episode', 'metric', 'tags', 'all', 'any', 'not'] as const;

/** A calendar's name, or a condition; names of calendars are gone in the result. */
export function readCondition(written: unknown, at: At, reading: Reading): Condition {
  const condition = unplaced(written, at, reading);
  reading.found.conditions.push({ value: condition, at });
  return condition;
}

function unplaced(written: unknown, at: At, reading: Reading): Condition {
  if (typeof written === 'string') {
    reading.found.uses.push({ namespace: 'calendar', name: written, at });
    const calendar = reading.calendar(written);
    // A name that is known but broken was reported where it stands; an unknown one is for the rule of names.
    if (calendar === undefined) throw new Broken();
    return calendar;
  }
  const mapping = mappingOf(written, at, EXPECTED);
  const values = reading.fields(conditionFields, mapping, at, scopeOf('asset'));
  const families = FAMILIES.filter((family) =>
    family === 'calendar'
      ? Object.keys(calendarFields).some((key) => Object.hasOwn(mapping, key))
      : Object.hasOwn(mapping, family),
  );
  const [family] = families;
  if (families.length !== 1 || family === undefined) {
    const keys = families.map((name) =>
      name === 'calendar' ? Object.keys(calendarFields).find((key) => Object.hasOwn(mapping, key)) : name,
    );
    const what = families.length === 0 ? 'says nothing' : `says several things: ${listed(keys, 'and')}`;
    return broken(
      at,
      'bad-condition',
      `This condition ${what}`,
      'Join several with `all`, `any` or `not`: {all: [office, {state: up}]}',
    );
  }
  return ofFamily(family, values, mapping, at, reading);
}

type Written = Values<typeof conditionFields>;

function ofFamily(
  family: (typeof FAMILIES)[number],
  values: Written,
  mapping: object,
  at: At,
  reading: Reading,
): Condition {
  const stray = (['of', 'above', 'below'] as const).find(
    (key) => Object.hasOwn(mapping, key) && family !== (key === 'of' ? 'state' : 'metric'),
  );
  if (stray !== undefined) {
    const owner = stray === 'of' ? 'state' : 'metric';
    return broken(at.below(stray), 'bad-condition', `\`${stray}\` says more of a \`${owner}\`, which is not there`);
  }
  switch (family) {
    case 'calendar':
      return calendarOf(values);
    case 'state': {
      if (values.of === 'self' || values.of === 'parent') return { kind: 'state', state: values.state!, of: values.of };
      reading.found.uses.push({ namespace: 'asset', name: values.of, at: at.below('of') });
      return { kind: 'state', state: values.state!, of: { asset: values.of } };
    }
    case 'episode':
      return { kind: 'episode', episode: values.episode! };
    case 'metric':
      if (values.above === null && values.below === null) {
        return broken(at, 'bad-condition', 'The condition compares a metric with nothing', 'Write `above` or `below`');
      }
      return { kind: 'metric', metric: values.metric!, above: values.above, below: values.below };
    case 'tags':
      return { kind: 'tags', tags: values.tags! };
    case 'all':
    case 'any':
      return { kind: family, of: values[family]! };
    case 'not':
      return { kind: 'not', of: values.not! };
  }
}

/** Of the calendar's keys alone. */
export function calendarOf(values: Values<typeof calendarFields>): CalendarCondition {
  return {
    kind: 'calendar',
    weekdays: values.days?.weekdays ?? null,
    monthDays: values.days?.monthDays ?? null,
    dates: values.dates,
    months: values.months,
    hours: values.hours,
    from: values.from,
    to: values.to,
    zone: values.timezone,
  };
}
