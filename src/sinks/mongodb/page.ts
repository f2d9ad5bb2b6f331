/**
 * Documents in the form in which they travel: one section of an OP_MSG message, its head and then BSON after BSON. The
 * bytes are used again for the next message, once the server has answered.
 */
import { ID_BYTES } from './identity.ts';

/** Kind of the section, its length, and the name of the argument that it stands for. */
const HEAD = Buffer.from('\u0001\0\0\0\0documents\0', 'latin1');
/** Of `_id` in every document of ours, behind its length, the element's type and name, the length of the binary and its subtype. */
export const ID_AT = 4 + 1 + 4 + 4 + 1;

export class Page {
  bytes = Buffer.allocUnsafe(64 * 1024);
  view = viewOf(this.bytes);
  count = 0;
  /** Where the next document begins. */
  end = HEAD.length;
  private readonly starts: number[] = [];

  constructor() {
    this.bytes.set(HEAD);
  }

  clear(): void {
    this.count = 0;
    this.end = HEAD.length;
    this.starts.length = 0;
  }

  /** Makes room for so many bytes behind the end. */
  reserve(size: number): void {
    if (this.end + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.end + size, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.end));
    this.bytes = larger;
    this.view = viewOf(larger);
  }

  /** Takes what was written behind the end: `count` documents of `size` bytes each. */
  take(count: number, size: number): void {
    for (let i = 0; i < count; i++) this.starts.push(this.end + i * size);
    this.count += count;
    this.end += count * size;
  }

  append(document: Uint8Array): void {
    this.reserve(document.length);
    this.bytes.set(document, this.end);
    this.take(1, document.length);
  }

  document(index: number): Buffer {
    return this.bytes.subarray(this.starts[index], this.starts[index + 1] ?? this.end);
  }

  id(index: number): Buffer {
    const start = this.starts[index]! + ID_AT;
    return this.bytes.subarray(start, start + ID_BYTES);
  }

  /** All of it, its length written into its head. */
  section(): Buffer {
    // The length counts itself and what follows, not the byte of the kind.
    this.bytes.writeInt32LE(this.end - 1, 1);
    return this.bytes.subarray(0, this.end);
  }

  /** Lets only these documents stay. */
  keep(indexes: readonly number[]): void {
    const kept = indexes.map((index) => Buffer.from(this.document(index)));
    this.clear();
    for (const document of kept) this.append(document);
  }
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
