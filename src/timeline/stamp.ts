import type { Instant } from '../model/units.ts';

/** An instant in ISO 8601's basic format, UTC, without what is zero at its end: `20250209T0300`, `20250209T030015`. */
export function utcStamp(t: Instant): string {
  const iso = new Date(t).toISOString();
  // The year has more than four digits where the text is longer.
  const year = iso.length - 20;
  const clock = iso.slice(year + 7, year + 9) + iso.slice(year + 10, year + 12);
  const date = `${iso.slice(0, year)}${iso.slice(year + 1, year + 3)}${iso.slice(year + 4, year + 6)}T${clock}`;
  if (!iso.endsWith('.000Z')) return `${date}${iso.slice(year + 13, -1)}`;
  return iso.startsWith('00', year + 13) ? date : `${date}${iso.slice(year + 13, year + 15)}`;
}
