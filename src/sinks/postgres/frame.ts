/** A message of PostgreSQL's protocol that carries a part of a COPY: filled, sent, and filled again. */

/** A byte for the kind of message, and four for its length, which counts itself. */
const HEAD = 5;
const COPY_DATA = 0x64;

/** Large enough that a write costs nothing beside its bytes, small enough to stay in the processor's cache. */
const SIZE = 256 * 1024;

export class Frame {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Where the next byte goes. */
  at = HEAD;

  constructor(payload = SIZE - HEAD) {
    this.bytes = Buffer.allocUnsafeSlow(HEAD + payload);
    this.bytes[0] = COPY_DATA;
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  }

  get room(): number {
    return this.bytes.length - this.at;
  }

  get isEmpty(): boolean {
    return this.at === HEAD;
  }

  clear(): this {
    this.at = HEAD;
    return this;
  }

  /** As it goes over the wire; the bytes must not change until they are sent. */
  sealed(): Buffer {
    this.view.setUint32(1, this.at - 1);
    return this.bytes.subarray(0, this.at);
  }
}
