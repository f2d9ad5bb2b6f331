/** Instants as ISO 8601 in UTC, most of them from tables of minutes and seconds. */
import { DAY, MINUTE, SECOND, type Instant } from '../../../model/units.ts';
import type { Page } from './page.ts';

/** The longest text: `+275760-09-13T00:00:00.000Z`. */
export const LONGEST_TIME = 27;

/** `2025-02-09T10:30:00Z`, with milliseconds unless all times of the table are whole seconds. */
export function timeText(at: Instant, wholeSeconds: boolean): string {
  const text = new Date(Math.floor(at)).toISOString();
  return wholeSeconds ? `${text.slice(0, -5)}Z` : text;
}

/** Formats times that mostly follow each other: the date is made anew only when the day changes. */
export class Clock {
  private readonly wholeSeconds: boolean;
  /** `YYYY`, `-MM-`, then `DDT` with each tens digit of the hour: four bytes each. */
  private readonly date = new DataView(new ArrayBuffer(20));
  private day: Instant = NaN;
  /** `H:MM` of each minute of the day. */
  private readonly minutes: Int32Array;
  /** `:SSZ` or `:SS.` of each second of the minute. */
  private readonly seconds: Int32Array;
  /** `mmmZ`. */
  private readonly milliseconds: Int32Array | null;

  constructor(wholeSeconds: boolean) {
    this.wholeSeconds = wholeSeconds;
    this.minutes = words(1440, (m) => `${Math.floor(m / 60) % 10}:${two(m % 60)}`);
    this.seconds = words(60, (s) => `:${two(s)}${wholeSeconds ? 'Z' : '.'}`);
    this.milliseconds = wholeSeconds ? null : words(1000, (ms) => `${String(ms).padStart(3, '0')}Z`);
  }

  /** Writes `times[row]` at `at` and returns where it ends; needs LONGEST_TIME bytes of room. */
  write(page: Page, at: number, times: Float64Array, row: number): number {
    const time = times[row]!;
    let ms = time - this.day;
    if (!(ms >= 0 && ms < DAY)) {
      if (!this.turnTo(time)) return writeLong(page, at, timeText(time, this.wholeSeconds));
      ms = time - this.day;
    }
    // Whole milliseconds, which divide as integers do.
    const whole = ms | 0;
    const minute = (whole / MINUTE) | 0;
    const inMinute = whole - minute * MINUTE;
    const second = (inMinute / SECOND) | 0;
    const { view } = page;
    const { date } = this;
    view.setInt32(at, date.getInt32(0, true), true);
    view.setInt32(at + 4, date.getInt32(4, true), true);
    view.setInt32(at + 8, date.getInt32(8 + 4 * ((minute / 600) | 0), true), true);
    view.setInt32(at + 12, this.minutes[minute]!, true);
    view.setInt32(at + 16, this.seconds[second]!, true);
    if (this.milliseconds === null) return at + 20;
    view.setInt32(at + 20, this.milliseconds[inMinute - second * SECOND]!, true);
    return at + 24;
  }

  /** False for years that take more than four digits. */
  private turnTo(time: Instant): boolean {
    const day = Math.floor(time / DAY) * DAY;
    const text = new Date(day).toISOString();
    if (text.length !== 24) return false;
    this.day = day;
    const bytes = new Uint8Array(this.date.buffer);
    for (let i = 0; i < 8; i++) bytes[i] = text.charCodeAt(i);
    for (let tens = 0; tens < 3; tens++) {
      for (let i = 0; i < 3; i++) bytes[8 + tens * 4 + i] = text.charCodeAt(8 + i);
      bytes[8 + tens * 4 + 3] = 48 + tens;
    }
    return true;
  }
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Four characters of ASCII an element, the first of them lowest. */
function words(count: number, text: (i: number) => string): Int32Array {
  const bytes = new Uint8Array(count * 4);
  for (let i = 0; i < count; i++) {
    const four = text(i);
    for (let c = 0; c < 4; c++) bytes[i * 4 + c] = four.charCodeAt(c);
  }
  const view = new DataView(bytes.buffer);
  return Int32Array.from({ length: count }, (_, i) => view.getInt32(i * 4, true));
}

function writeLong(page: Page, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) page.bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}
