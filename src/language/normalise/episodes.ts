/** Episodes, and what `downtime`, `reliability` and jobs are short for. */
import type { Draw } from '../../model/draw.ts';
import type { Values } from '../../model/field.ts';
import type { Episode } from '../../model/scenario.ts';
import type { downtimeFields, episodeFields, reliabilityFields } from '../grammar/episode.ts';
import type { jobsStream } from '../grammar/stream.ts';

const NOTHING = { metrics: {}, records: null, clock: null, only: null, tags: {}, fields: {} } as const;

export function episodeOf(
  written: Omit<Values<typeof episodeFields>, 'select'> & { select?: Episode['select'] },
): Episode {
  const { for: length, select = null, ...rest } = written;
  return { ...rest, select, length };
}

/** A planned outage. */
export function downtimeOf(written: Values<typeof downtimeFields>): Episode {
  const { id, select, schedule, per, state, label, because } = written;
  return { id, select, schedule, length: written.for, per, state, ...NOTHING, label, because, planned: true };
}

/** Random faults, so many that `uptime` of the time is left; each is degraded or down for its whole length. */
export function faultsOf(written: Values<typeof reliabilityFields>): Episode {
  const { id, select, uptime, repair, degraded_share: degraded, label, because } = written;
  const schedule = { timing: { kind: 'uptime', share: uptime }, during: null } as const;
  return {
    id,
    select,
    schedule,
    length: repair,
    per: 'asset',
    state: faultState(degraded),
    ...NOTHING,
    label,
    because,
    planned: false,
  };
}

function faultState(degraded: number): Draw {
  const state = (value: string): Draw => ({ kind: 'constant', value });
  if (degraded === 0) return state('down');
  if (degraded === 1) return state('degraded');
  const choices = [
    { key: 'down', value: state('down'), weight: 1 - degraded },
    { key: 'degraded', value: state('degraded'), weight: degraded },
  ];
  return { kind: 'one_of', choices, per: 'place', decimals: null };
}

/** One result a day, at a minute of the asset's own; the field `value` is 1 or 0. */
export function jobEpisodeOf(
  id: string,
  select: Episode['select'],
  written: Values<typeof jobsStream.fields>,
): Episode {
  const { daily, success, modifiers } = written;
  const DAY = 86_400_000;
  const until = daily.to > daily.from ? daily.to : daily.to + DAY;
  const at: Draw = { kind: 'constant', value: daily.from };
  return {
    id,
    select,
    schedule: { timing: { kind: 'calendar', unit: 'day', day: null, at, until, jitter: 0 }, during: null },
    length: { kind: 'constant', value: 0 },
    per: 'asset',
    state: null,
    ...NOTHING,
    fields: { value: { kind: 'outcome', success, modifiers, per: 'place', decimals: null } },
    label: null,
    because: null,
    planned: false,
  };
}
