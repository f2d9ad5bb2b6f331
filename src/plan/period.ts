import { Exit, SeedctlError } from '../model/errors.ts';
import type { Period, Scenario, TimeReference } from '../model/scenario.ts';
import { DAY, type Duration, type Instant, type Range } from '../model/units.ts';
import { instantOf, type Zone, zone as zoneNamed } from '../timeline/zone.ts';

/** What the command line may say of the period; at most two of the three. */
export interface PeriodOverride {
  readonly from?: Instant;
  readonly until?: Instant;
  readonly duration?: Duration;
}

/**
 * The period of a run, half open. `today` is the last local midnight at `now`, `now` is floored to the step.
 * A duration or a start alone keeps the scenario's end, an end alone its duration.
 */
export function resolvePeriod({ time, zone: name }: Scenario, now: Instant, override: PeriodOverride): Range {
  const { from, until, duration } = override;
  const written = (): Range => writtenPeriod(time, now, zoneNamed(name));
  let period: Range;
  if (from !== undefined && until !== undefined) period = { from, to: until };
  else if (from !== undefined) period = { from, to: duration === undefined ? written().to : from + duration };
  else if (until !== undefined) {
    const { from: start, to: end } = duration === undefined ? written() : { from: 0, to: duration };
    period = { from: until - (end - start), to: until };
  } else {
    const { from: start, to } = written();
    period = { from: duration === undefined ? start : to - duration, to };
  }
  if (period.from >= period.to) throw emptyPeriod(period, zoneNamed(name), Object.keys(override).length > 0);
  return period;
}

function writtenPeriod({ start, end, duration, step }: Period, now: Instant, zone: Zone): Range {
  const at = (reference: TimeReference): Instant => {
    if (reference.kind === 'now') return Math.floor(now / step) * step;
    if (reference.kind === 'today') return today(now, zone);
    return instantOf(reference, zone);
  };
  if (start !== null && end !== null) return { from: at(start), to: at(end) };
  if (start !== null) return { from: at(start), to: at(start) + (duration ?? 0) };
  const to = end === null ? at({ kind: 'today' }) : at(end);
  return { from: to - (duration ?? 0), to };
}

/** The last local midnight at or before now. */
export function today(now: Instant, zone: Zone): Instant {
  const local = now + zone.offsetAt(now).offset;
  return zone.toInstant(Math.floor(local / DAY) * DAY);
}

function emptyPeriod({ from, to }: Range, zone: Zone, overridden: boolean): SeedctlError {
  const local = (t: Instant): string =>
    Number.isFinite(t) ? new Date(t + zone.offsetAt(t).offset).toISOString().slice(0, 16).replace('T', ' ') : String(t);
  return new SeedctlError({
    code: 'empty-period',
    exit: overridden ? Exit.usage : Exit.invalid,
    message: `the period is empty: it would start at ${local(from)} and end at ${local(to)}, ${zone.name}`,
    safe: 'nothing was written',
    next: overridden ? 'give a --from that is before the end, or --days above 0' : 'give `time` a start before its end',
  });
}
