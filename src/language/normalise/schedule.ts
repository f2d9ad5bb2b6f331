import type { Draw } from '../../model/draw.ts';
import type { Values } from '../../model/field.ts';
import type { Schedule, Timing } from '../../model/timing.ts';
import { timingFields } from '../grammar/timing.ts';
import { listed } from '../diagnostics/words.ts';
import { instant } from '../read/instant.ts';
import { moment, momentExpected, type CalendarUnit, type Moment } from '../read/moment.ts';
import { referenceOf } from '../read/reference.ts';
import type { At } from './at.ts';
import { readDraw } from './draw.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import { broken, inNotation, isMapping, listOf, textOf, type Mapping } from './text.ts';

type Written = Values<typeof timingFields>;

/** Keys of which a schedule has one. */
export const timingKeys: readonly string[] = ['every', 'at', 'rate', 'uptime', 'after'];

const KINDS = ['every', 'rate', 'uptime', 'after'] as const;

/** The timing keys among the others of their owner: exactly one says when. */
export function readSchedule(owner: Mapping, at: At, scope: Scope, reading: Reading): Schedule {
  const values = reading.fields(timingFields, owner, at, scope);
  const kinds = KINDS.filter((kind) => Object.hasOwn(owner, kind));
  if (kinds.length > 1) {
    return broken(
      at.below(kinds[1]!),
      'bad-timing',
      `It has ${listed(kinds, 'and')}, which both say when`,
      'Keep one of them',
    );
  }
  if (kinds.length === 0 && !Object.hasOwn(owner, 'at')) {
    return broken(
      at,
      'no-timing',
      'Nothing says when it happens',
      'Write one of `every`, `rate`, `after`, or `at` with instants',
    );
  }
  const schedule = { timing: timing(values, owner, at, scope, reading), during: values.during };
  reading.found.schedules.push({ value: schedule, at });
  return schedule;
}

function timing(values: Written, owner: Mapping, at: At, scope: Scope, reading: Reading): Timing {
  const { every, rate, uptime, after } = values;
  forbidStrays(after === null ? (every?.kind ?? 'other') : 'after', owner, at);
  if (after !== null) {
    if (Object.hasOwn(owner, 'at')) broken(at.below('at'), 'bad-timing', 'What follows a cause has no time of its own');
    const lag = values.lag ?? ({ kind: 'constant', value: 0 } as const);
    return { kind: 'after', ...after, lag, chance: values.chance ?? 1 };
  }
  if (rate !== null || uptime !== null) {
    if (Object.hasOwn(owner, 'at')) {
      return broken(
        at.below('at'),
        'bad-timing',
        'What happens at random has no time of its own',
        'Remove `at`, or limit it with `during`',
      );
    }
    if (rate === null) return { kind: 'uptime', share: uptime! };
    return 'layers' in rate ? { kind: 'signal', ...rate } : { kind: 'rate', amount: rate.amount, unit: rate.unit };
  }
  if (every === null) {
    const times = listOf(owner['at']).map((text, i) => {
      const place = Array.isArray(owner['at']) ? at.below('at', i) : at.below('at');
      return inNotation(place, () => instant.parse(textOf(text, place, instant.expected)));
    });
    return { kind: 'at', times };
  }
  if (every.kind === 'period') {
    const { jitter } = values;
    if (jitter?.kind === 'duration') {
      return broken(
        at.below('jitter'),
        'bad-timing',
        'The jitter of a period is a share of it',
        'Write for example 40%',
      );
    }
    if (jitter !== null && (jitter.by < 0 || jitter.by > 1)) {
      return broken(
        at.below('jitter'),
        'out-of-range',
        'A jitter is at most 100% of its period, so that the order is kept',
        'Write for example 40%',
      );
    }
    return {
      kind: 'period',
      period: every.period,
      jitter: jitter?.by ?? 0,
      spread: values.spread,
      origin: values.origin,
    };
  }
  const { jitter } = values;
  if (jitter?.kind === 'share') {
    return broken(
      at.below('jitter'),
      'bad-timing',
      'The jitter of a calendar time is a duration',
      'Write for example 20m',
    );
  }
  if (jitter !== null && jitter.by < 0)
    return broken(
      at.below('jitter'),
      'out-of-range',
      'A jitter goes both ways: it has no sign',
      'Write for example 20m',
    );
  return {
    kind: 'calendar',
    unit: every.unit,
    ...calendarMoment(owner['at'], every.unit, at.below('at'), scope, reading),
    jitter: jitter?.by ?? 0,
  };
}

/** Keys that say more of another timing than the one that is there. */
function forbidStrays(kind: 'calendar' | 'period' | 'after' | 'other', owner: Mapping, at: At): void {
  for (const [key, legal] of [
    ['jitter', 'calendar period'],
    ['spread', 'period'],
    ['origin', 'period'],
    ['lag', 'after'],
    ['chance', 'after'],
  ] as const) {
    if (!Object.hasOwn(owner, key) || legal.split(' ').includes(kind)) continue;
    const owners = legal === 'after' ? '`after`' : legal === 'period' ? 'a period such as `every: 20h`' : '`every`';
    broken(at.below(key), 'bad-timing', `\`${key}\` goes with ${owners}`);
  }
  if (kind === 'period' && Object.hasOwn(owner, 'at')) {
    broken(at.below('at'), 'bad-timing', 'A period has no time of day', 'Write `every: day` with `at`, or remove `at`');
  }
}

interface CalendarMoment {
  readonly day: number | null;
  readonly at: Draw;
  readonly until: number | null;
}

/** When in a local hour, day, week or month. */
export function calendarMoment(
  written: unknown,
  unit: CalendarUnit,
  at: At,
  scope: Scope,
  reading: Reading,
): CalendarMoment {
  if (written === undefined)
    return { day: unit === 'week' || unit === 'month' ? 1 : null, at: { kind: 'constant', value: 0 }, until: null };
  if (isMapping(written) || (typeof written === 'string' && referenceOf(written) !== null)) {
    if (unit !== 'day')
      return broken(at, 'bad-timing', 'Only the time of `every: day` may be drawn', `Write ${momentExpected[unit]}`);
    return { day: null, at: readDraw({ type: 'wall-time' }, written, at, scope, reading), until: null };
  }
  const {
    day,
    at: time,
    until,
  }: Moment = inNotation(at, () => moment(textOf(written, at, momentExpected[unit]), unit));
  return { day, at: { kind: 'constant', value: time }, until };
}
