import { grown } from './grown.ts';

/** Bytes that grow at their end; numbers are little-endian. */
export class Bytes {
  /** Those from 0 to `length` are filled. */
  room = new Uint8Array(4096);
  length = 0;

  /** What was filled, valid until more is. */
  get filled(): Uint8Array {
    return this.room.subarray(0, this.length);
  }

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    this.room = grown(this.room, this.length + more);
  }

  byte(value: number): void {
    this.reserve(1);
    this.room[this.length++] = value;
  }

  uint32(value: number): void {
    this.reserve(4);
    for (let shift = 0; shift < 32; shift += 8) this.room[this.length++] = (value >>> shift) & 0xff;
  }

  /** LEB128, of a whole number from 0 to 2^53. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    for (; rest >= 0x8000_0000; rest = Math.floor(rest / 0x80)) this.room[this.length++] = (rest % 0x80) | 0x80;
    for (; rest >= 0x80; rest >>>= 7) this.room[this.length++] = (rest & 0x7f) | 0x80;
    this.room[this.length++] = rest;
  }

  /** A varint of a number of either sign, below 2^52: 0, -1, 1, -2, … */
  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.room.set(bytes, this.length);
    this.length += bytes.length;
  }

  clear(): void {
    this.length = 0;
  }
}
