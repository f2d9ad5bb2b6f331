/** One value as PostgreSQL's binary format has it. */
import type { Instant, Json } from '../../model/units.ts';

/** Of a column in the target. */
export type Encoding = 'text' | 'float8' | 'bool' | 'timestamptz' | 'jsonb' | 'json';

/** Null: NULL. */
export type Cell = Buffer | null;

/** 2000-01-01T00:00:00Z, where PostgreSQL counts microseconds from. */
const EPOCH_MS = 946_684_800_000;

/** @param value an instant in epoch milliseconds */
export function cellOf(value: Json, encoding: Encoding): Cell {
  if (value === null) return null;
  switch (encoding) {
    case 'float8': {
      const cell = Buffer.alloc(8);
      cell.writeDoubleBE(Number(value));
      return cell;
    }
    case 'bool':
      return Buffer.from([value ? 1 : 0]);
    case 'timestamptz': {
      const cell = Buffer.alloc(8);
      writeMicroseconds(new DataView(cell.buffer, cell.byteOffset, 8), 0, Number(value));
      return cell;
    }
    case 'jsonb':
      // The version of the format, and text.
      return Buffer.from(`\u0001${JSON.stringify(value)}`);
    case 'json':
      return Buffer.from(JSON.stringify(value));
    case 'text':
      return Buffer.from(typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
}

/** As a 64-bit integer in two halves: BigInt would cost more than everything else together. */
export function writeMicroseconds(view: DataView, at: number, time: Instant): void {
  const microseconds = Math.round((time - EPOCH_MS) * 1000);
  const high = Math.floor(microseconds / 0x1_0000_0000);
  view.setInt32(at, high);
  view.setUint32(at + 4, microseconds - high * 0x1_0000_0000);
}
