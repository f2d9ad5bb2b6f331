/** How the times of records are written: a format, made into what reads it. */
import type { Instant } from '../model/units.ts';
import { DAY, HOUR, MINUTE } from '../model/units.ts';
import { zone as zoneNamed } from '../timeline/zone.ts';

/** Reads a text or a number; NaN where it is no time. */
export type ReadTime = (written: string | number) => Instant;

/** What is wrong with a format, or null. */
export function timeProblem(format: string): { readonly message: string; readonly hint: string } | null {
  if (['iso', 'epoch_s', 'epoch_ms'].includes(format)) return null;
  const pieces = piecesOf(format);
  const names = new Set(pieces.map(({ name }) => name));
  const missing = [
    names.has('yyyy') || names.has('yy') ? null : 'the year (yyyy or yy)',
    names.has('MM') ? null : 'the month (MM)',
    names.has('dd') ? null : 'the day (dd)',
    names.has('hh') === names.has('a') ? null : 'hh and a, which belong together',
  ].filter((one) => one !== null);
  if (missing.length > 0)
    return {
      message: `The pattern ${format} does not say ${missing.join(', ')}`,
      hint: 'Write iso, epoch_s, epoch_ms, or a pattern such as MM/dd/yy HH:mm:ss',
    };
  // A T stands between date and time; any other letter is one of another notation, or would be read for a zone.
  const strange = pieces.flatMap(({ name, text }) => (name === null ? (text.match(/[A-SU-Za-z]+/g) ?? []) : []));
  if (strange.length === 0) return null;
  return {
    message: `${strange[0]!} is no part of a pattern of time`,
    hint: `There are ${Object.keys(LETTERS).join(', ')}; XXX is Z or an offset such as +01:00 or +0100`,
  };
}

/** @param zone of times that name none */
export function readTime(format: string, zone: string): ReadTime {
  const local = localTimes(zone);
  switch (format) {
    case 'epoch_s':
      return (written) => epoch(written, 1000);
    case 'epoch_ms':
      return (written) => epoch(written, 1);
    case 'iso':
      return (written) => (typeof written === 'string' ? isoTime(written, local) : NaN);
    default: {
      const read = patternTime(format, local);
      return (written) => (typeof written === 'string' ? read(written) : NaN);
    }
  }
}

/** The instant of a wall time, given as if it were UTC. */
export type LocalTimes = (wall: number) => Instant;

export function localTimes(name: string): LocalTimes {
  const zone = zoneNamed(name);
  let [since, until, offset] = [NaN, NaN, 0];
  return (wall) => {
    // A day around the changes of the clocks is asked each time; all else is the last offset again.
    if (wall - offset >= since && wall - offset < until) return wall - offset;
    const at = zone.toInstant(wall);
    const [before, rule] = [zone.offsetAt(at - DAY), zone.offsetAt(at)];
    offset = rule.offset;
    [since, until] = before.offset === offset ? [at, rule.until - DAY] : [NaN, NaN];
    return at;
  };
}

/** Years that every target can hold. */
const [FIRST, LAST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

function epoch(written: string | number, unit: number): Instant {
  const number = typeof written === 'number' ? written : /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : NaN;
  const at = Math.round(number * unit);
  return at >= FIRST && at <= LAST ? at : NaN;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;

function isoTime(text: string, local: LocalTimes): Instant {
  const parts = ISO.exec(text);
  if (parts === null) return NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = parts;
  const wall = wallTime(+year!, +month!, +day!, +hour, +minute, +second, +fraction.padEnd(3, '0').slice(0, 3));
  return offset === undefined ? local(wall) : wall - offsetOf(offset);
}

function offsetOf(text: string): number {
  if (text === 'Z' || text === 'z') return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(3).replace(':', '') || '0')];
  return hours > 18 || minutes > 59 ? NaN : (text.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** NaN for what is in no calendar and on no clock. */
export function wallTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number {
  if (!(hour < 24 && minute < 60 && second < 60)) return NaN;
  const date = Date.UTC(year < 100 ? 2000 : year, month - 1, day);
  const made = new Date(date);
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day || year < 1) return NaN;
  if (year < 100) made.setUTCFullYear(year);
  return made.getTime() + hour * HOUR + minute * MINUTE + second * 1000 + ms;
}

const LETTERS: { readonly [name: string]: string } = {
  yyyy: '(\\d{4})',
  yy: '(\\d{2})',
  MM: '(\\d{1,2})',
  dd: '(\\d{1,2})',
  HH: '(\\d{1,2})',
  hh: '(\\d{1,2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
  SSS: '(\\d{1,9})',
  a: '([AaPp][Mm])',
  XXX: '(Z|[+-]\\d\\d:?\\d\\d)',
};

function piecesOf(format: string): readonly { readonly name: string | null; readonly text: string }[] {
  return format
    .split(/(yyyy|yy|MM|dd|HH|hh|mm|ss|SSS|a|XXX)/)
    .map((text, i) => ({ name: i % 2 === 1 ? text : null, text }));
}

function patternTime(format: string, local: LocalTimes): (text: string) => Instant {
  const pieces = piecesOf(format);
  const names = pieces.flatMap(({ name }) => name ?? []);
  const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(
    `^${pieces.map(({ name, text }) => (name === null ? escape(text) : LETTERS[name]!)).join('')}$`,
  );
  return (text) => {
    const parts = pattern.exec(text);
    if (parts === null) return NaN;
    const of = (name: string): string | undefined =>
      names.includes(name) ? parts[names.indexOf(name) + 1] : undefined;
    const half = of('a')?.toLowerCase();
    const [h24, h12] = [of('HH'), of('hh')];
    const hour =
      h12 === undefined ? Number(h24 ?? '0') : h12 === '00' || +h12 > 12 ? NaN : (+h12 % 12) + (half === 'pm' ? 12 : 0);
    // Two digits are of this century up to 68, as in POSIX.
    const short = Number(of('yy') ?? '0');
    const year = Number(of('yyyy') ?? (short < 69 ? 2000 + short : 1900 + short));
    const ms = +(of('SSS') ?? '').padEnd(3, '0').slice(0, 3);
    const wall = wallTime(year, +of('MM')!, +of('dd')!, hour, +(of('mm') ?? '0'), +(of('ss') ?? '0'), ms);
    const offset = of('XXX');
    return offset === undefined ? local(wall) : wall - offsetOf(offset);
  };
}
