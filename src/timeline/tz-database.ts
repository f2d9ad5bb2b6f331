/** The bundled tz database, in the packed form of moment-timezone: one line of text for each zone. */
import data from 'moment-timezone/data/packed/latest.json' with { type: 'json' };
import type { Duration, Instant, ZoneName } from '../model/units.ts';

/** The offsets of a zone through time. */
export interface Rules {
  /** `offsets[i]` holds until `untils[i]`; the last for ever. */
  readonly untils: readonly Instant[];
  readonly offsets: readonly Duration[];
}

/** Version of the tz database, such as `2026a`. */
export const tzVersion: string = data.version;

export function isNamed(name: string): boolean {
  return find(name) !== undefined;
}

/** Every name, aliases too, in alphabetical order. */
export function zoneNames(): ZoneName[] {
  const names = data.zones.map((zone) => zone.slice(0, zone.indexOf('|')));
  return [...names, ...data.links.map((link) => link.slice(link.indexOf('|') + 1))].sort();
}

/** @throws Error for a name that `isNamed` denies */
export function rulesOf(name: ZoneName): Rules {
  const text = find(name);
  if (text === undefined) throw new Error(`no time zone is called ${name}`);
  return decode(text);
}

function find(name: string): string | undefined {
  if (name.includes('|')) return undefined;
  const link = data.links.find((pair) => pair.endsWith(`|${name}`));
  const target = link === undefined ? name : link.slice(0, link.indexOf('|'));
  return data.zones.find((zone) => zone.startsWith(`${target}|`));
}

/** `name|abbreviations|offsets|indices|untils|population`: minutes west of UTC, and minutes since the until before. */
function decode(text: string): Rules {
  const [, , offsetTexts, indices, untilTexts] = text.split('|') as [string, string, string, string, string];
  const choices = offsetTexts.split(' ').map((minutes) => 0 - milliseconds(minutes));
  const gaps = untilTexts === '' ? [] : untilTexts.split(' ').map(milliseconds);
  const untils: Instant[] = [];
  const offsets: Duration[] = [];
  let until = 0;
  for (let i = 0; i <= gaps.length; i++) {
    const offset = choices[base60(indices.charAt(i) || '0')]!;
    // A change of the name alone changes nothing.
    if (offset === offsets.at(-1)) untils.pop();
    else offsets.push(offset);
    until = i < gaps.length ? until + gaps[i]! : Infinity;
    untils.push(until);
  }
  return { untils, offsets };
}

function milliseconds(minutes: string): Duration {
  return Math.floor(base60(minutes) * 60_000 + 0.5);
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX';

/** A number with base-60 digits, perhaps with a sign and a fraction of one digit. */
function base60(text: string): number {
  const size = text.replace('-', '');
  const [whole = '', fraction = ''] = size.split('.');
  let value = 0;
  for (const digit of whole) value = value * 60 + DIGITS.indexOf(digit);
  if (fraction !== '') value += DIGITS.indexOf(fraction) / 60;
  return size === text ? value : -value;
}
