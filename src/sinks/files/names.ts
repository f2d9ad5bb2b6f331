/** Names of files: of parts, which are their own ledger entries, and of what lies beside them. */
import { createHash } from 'node:crypto';
import type { Series } from '../../model/plan.ts';
import type { Instant, Range } from '../../model/units.ts';

/** Beside the tables' folders: ledgers, locks and journals. */
export const STATE_FOLDER = '.seedctl';

/** Bytes that leave room for range, hash and counts in the 255 that file systems allow. */
const LONGEST = 80;

/** Names that Windows keeps for devices, with any ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A name as one that every file system takes; names that differ stay different. */
export function safeName(name: string): string {
  const plain = [...Buffer.from(name, 'utf8')]
    .map((byte, i) => (isPlain(byte) && !(byte === 46 && i === 0) ? String.fromCharCode(byte) : percent(byte)))
    .join('')
    .replace(/\.$/, '%2E');
  const safe = RESERVED.test(plain) ? percent(plain.charCodeAt(0)) + plain.slice(1) : plain;
  return safe.length <= LONGEST ? safe : `${safe.slice(0, LONGEST - 18)}%~${sha256(name).slice(0, 16)}`;
}

/** Letters, digits, `-`, `.` and `_`. */
const isPlain = (byte: number): boolean => /[\w.-]/.test(String.fromCharCode(byte)) && byte < 128;

const percent = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** Temporary files of a scenario begin so: hidden, and with an ending that no glob of a table reads. */
export const draftPrefix = (scenario: string): string => `.seedctl-${sha256(scenario).slice(0, 12)}-`;

/** What a part's name says. What it begins with, by default the stream's name, is for people: the hash covers it. */
export interface PartName {
  readonly range: Range;
  readonly hash: string;
  readonly records: number;
  readonly fingerprint: string;
}

/** What a group holds, whatever its range: scenario, stream, table and the digests of its series, in no order. */
export function groupHash(
  scenario: string,
  stream: string,
  table: string,
  series: readonly Pick<Series, 'id' | 'digest'>[],
): string {
  const sorted = series.map(({ id, digest }) => [id, digest]).sort(([a], [b]) => (a! < b! ? -1 : 1));
  return sha256(JSON.stringify([scenario, stream, table, sorted])).slice(0, 32);
}

/** `metrics.20250126T000000Z_20250209T000000Z.<hash>.604800-<fingerprint>.ndjson` */
export function partName(front: string, part: PartName, extension: string): string {
  const { range, hash, records, fingerprint } = part;
  const period = `${instantName(range.from)}_${instantName(range.to)}`;
  return `${safeName(front)}.${period}.${hash}.${records}-${fingerprint}.${extension}`;
}

/** Null for names that are not ours. */
export function parsePartName(file: string, extension: string): PartName | null {
  const match = /^[^.].*\.([^._]+)_([^._]+)\.([0-9a-f]{32})\.(\d+)-([0-9a-f]{16})\.([^.]+)$/.exec(file);
  if (match?.[6] !== extension) return null;
  const [from, to] = [parseInstant(match[1]!), parseInstant(match[2]!)];
  if (from === null || to === null) return null;
  return { range: { from, to }, hash: match[3]!, records: Number(match[4]), fingerprint: match[5]! };
}

/** `20250126T000000Z`, with milliseconds where there are some; others (no date at all) as a number. */
function instantName(at: Instant): string {
  if (!(at >= -62_167_219_200_000 && at < 253_402_300_800_000 && Number.isInteger(at)))
    return String(at).replace('.', 'p');
  return new Date(at).toISOString().replace(/[-:.]/g, '').replace('000Z', 'Z');
}

function parseInstant(text: string): Instant | null {
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})?Z$/.exec(text);
  const at =
    date === null
      ? Number(text.replace('p', '.'))
      : Date.parse(`${date[1]}-${date[2]}-${date[3]}T${date[4]}:${date[5]}:${date[6]}.${date[7] ?? '000'}Z`);
  return Number.isNaN(at) ? null : at;
}
