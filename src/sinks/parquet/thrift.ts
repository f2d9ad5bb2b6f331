/**
 * Values in Thrift's compact protocol, in which Parquet says what is where.
 *
 * Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
import type { Bytes } from './bytes.ts';

export interface Thrift {
  /** Number of the type, as a field has it. */
  readonly type: number;
  write(out: Bytes): void;
}

export const flag = (value: boolean): Thrift => ({ type: value ? 1 : 2, write() {} });

export const i32 = (value: number): Thrift => ({
  type: 5,
  write(out) {
    out.zigzag(value);
  },
});

/** Below 2^52. */
export const i64 = (value: number): Thrift => ({ ...i32(value), type: 6 });

export const binary = (value: string | Uint8Array): Thrift => ({
  type: 8,
  write(out) {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    out.varint(bytes.length);
    out.append(bytes);
  },
});

/** Of one type; an empty one counts as of structs. */
export const list = (items: readonly Thrift[]): Thrift => ({
  type: 9,
  write(out) {
    const type = items[0]?.type ?? 12;
    if (items.length < 15) out.byte((items.length << 4) | type);
    else {
      out.byte(0xf0 | type);
      out.varint(items.length);
    }
    for (const item of items) item.write(out);
  },
});

/** Fields by their numbers, in rising order; what is undefined is left out. A union is a struct of one field. */
export const struct = (fields: { readonly [id: number]: Thrift | undefined }): Thrift => ({
  type: 12,
  write(out) {
    let last = 0;
    for (const [key, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      // All numbers of Parquet's fields are less than 16 apart.
      out.byte(((Number(key) - last) << 4) | value.type);
      value.write(out);
      last = Number(key);
    }
    out.byte(0);
  },
});
