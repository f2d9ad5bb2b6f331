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
  /** Where each document begins; kept from page to page, for they would be garbage else. */
  private starts = new Uint32Array(1024);

  constructor() {
    this.bytes.set(HEAD);
  }

  clear(): void {
    this.count = 0;
    this.end = HEAD.length;
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
    if (this.count + count > this.starts.length) {
      const longer = new Uint32Array(Math.max(this.count + count, 2 * this.starts.length));
      longer.set(this.starts);
      this.starts = longer;
    }
    for (let i = 0; i < count; i++) this.starts[this.count + i] = this.end + i * size;
    this.count += count;
    this.end += count * size;
  }

  append(document: Uint8Array): void {
    this.reserve(document.length);
    this.bytes.set(document, this.end);
    this.take(1, document.length);
  }

  document(index: number): Buffer {
    const end = index + 1 < this.count ? this.starts[index + 1] : this.end;
    return this.bytes.subarray(this.starts[index], end);
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
