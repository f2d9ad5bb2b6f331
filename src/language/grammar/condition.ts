import {
  choice,
  condition,
  dates,
  days,
  hours,
  instant,
  list,
  map,
  months,
  name,
  number,
  oneOrList,
  text,
  zone,
} from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

/** Keys that test the calendar; together they must all hold. */
export const calendarFields = {
  days: days({
    summary: 'Days of the week, or days of the month (from 1, or from the end: last, last-1).',
    optional: true,
    examples: ['mon-fri', ['mon', 'thu'], [1, 'last', 'last-2']],
  }),
  dates: dates({
    summary: 'Local dates, each by itself; a stretch of days is said by `from` and `to`.',
    optional: true,
    examples: [['2025-12-25', '2025-12-26']],
  }),
  months: months({
    summary: 'Months, by their first three letters.',
    optional: true,
    examples: ['jun-aug', ['jan', 'jul']],
  }),
  hours: hours({
    summary:
      'Windows of the local clock, half open; one that ends before it starts belongs to the day on which it starts.',
    optional: true,
    examples: ['09:00-17:00', ['08:00-12:00', '14:00-18:00']],
  }),
  from: instant({ summary: 'From this instant on.', optional: true, examples: ['2025-02-03T10:00'] }),
  to: instant({ summary: 'Until this instant.', optional: true, examples: ['2025-03-01'] }),
  timezone: zone({
    summary: "Whose clock it is; by default the asset's own.",
    optional: true,
    beside: { days: 'mon-fri', hours: '09:00-17:00' },
    examples: ['Europe/Rome'],
  }),
} satisfies Fields;

/** What a condition may say: one of these families, or several conditions below `all`, `any` or `not`. */
export const conditionFields = {
  ...calendarFields,
  state: choice(
    { up: 'It works.', degraded: 'It works badly.', down: 'It does not work.' },
    { summary: 'While the asset is in this state.', optional: true, examples: ['down'] },
  ),
  of: text({
    summary: 'Whose state: self, parent, or the id of an asset.',
    default: 'self',
    beside: { state: 'down' },
    examples: ['parent'],
  }),
  episode: name('episode', {
    summary: 'While this episode happens to the asset.',
    optional: true,
    examples: ['backup'],
  }),
  metric: name('metric', {
    summary: 'While another metric of the asset is above or below a limit.',
    optional: true,
    beside: { above: 60 },
    examples: ['cpu_usage'],
  }),
  above: number({
    summary: 'The metric is greater than this.',
    unit: 'unit of the metric',
    optional: true,
    beside: { metric: 'cpu_usage' },
    examples: [60],
  }),
  below: number({
    summary: 'The metric is less than this.',
    unit: 'unit of the metric',
    optional: true,
    beside: { metric: 'cpu_usage' },
    examples: [10],
  }),
  tags: map(oneOrList(text({ summary: 'A value of the tag.' }), { summary: 'One of these values.' }), {
    summary: 'Assets with these tags.',
    optional: true,
    examples: [{ environment: 'production' }],
  }),
  all: list(condition({ summary: 'A condition.' }), {
    summary: 'All of these hold.',
    optional: true,
    nonEmpty: true,
    examples: [['office', { state: 'up' }]],
  }),
  any: list(condition({ summary: 'A condition.' }), {
    summary: 'One of these holds.',
    optional: true,
    nonEmpty: true,
    examples: [[{ days: 'sat-sun' }, { hours: '22:00-06:00' }]],
  }),
  not: condition({ summary: 'This does not hold.', optional: true, examples: ['office'] }),
} satisfies Fields;
