import type { Instant } from '../model/units.ts';

/** An instant in ISO 8601's basic format, UTC, without what is zero at its end: `20250209T0300`, `20250209T030015`. */
export function utcStamp(t: Instant): string {
  const [date, time] = new Date(t).toISOString().replaceAll('-', '').replaceAll(':', '').split('T') as [string, string];
  const clock = time.slice(0, -1);
  if (!clock.endsWith('.000')) return `${date}T${clock}`;
  return `${date}T${clock.startsWith('00', 4) ? clock.slice(0, 4) : clock.slice(0, 6)}`;
}
