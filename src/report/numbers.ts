/** Quantities as people read them. The same everywhere: no locale of the machine enters. */
import type { Duration, Instant, Share, ZoneName } from '../model/units.ts';
import { zone } from '../timeline/zone.ts';

/** `1,895,214` */
export const count = (value: number): string => String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** `1 asset`, `34 assets` */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Three digits that count, with a thousand as the step between the units. */
function scaled(value: number, units: readonly string[]): string {
  let [rest, unit] = [value, 0];
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit === 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
  return `${rest.toFixed(digits)} ${units[unit] ?? ''}`.trimEnd();
}

/** `1.90 M` */
export const compact = (value: number): string => scaled(value, ['', 'k', 'M', 'G']);

/** `7.61 MB` */
export const bytes = (value: number): string => scaled(value, ['B', 'kB', 'MB', 'GB', 'TB']);

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`, `1 day`, `14 days` */
export function span(ms: Duration): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? '' : ` ${pad(whole % 60)} s`}`;
  const minutes = Math.round(whole / 60);
  if (minutes < 48 * 60 && minutes % (24 * 60) !== 0) {
    return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${pad(minutes % 60)} min`}`;
  }
  const days = minutes / (24 * 60);
  return days === 1 ? '1 day' : `${Number.isInteger(days) ? days : days.toFixed(1)} days`;
}

/** `99.53 %`; all nines only where it is true. */
export function percent(share: Share, digits = 2): string {
  const shown = (share * 100).toFixed(digits);
  const whole = Number(shown) === 100 && share < 1;
  return `${whole ? (100 - 10 ** -digits).toFixed(digits) : shown} %`;
}

/** `2025-02-09T10:30:00Z`, with milliseconds only where there are any. */
export const iso = (at: Instant): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** `2025-02-09 11:30` on the wall clock of a zone, with seconds only where there are any. */
export function local(at: Instant, name: ZoneName): string {
  const text = new Date(at + zone(name).offsetAt(at).offset).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19).replace(/:00$/, '')}`;
}
