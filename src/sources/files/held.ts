/** Bytes that are not done with, in a buffer that grows with the longest record. */

/** Zeros behind them: whoever looks a little too far sees what no record goes on with, and stays within the buffer. */
const BEHIND = 64;

export class Held {
  /** Valid until the next call of a method. */
  bytes: Buffer = Buffer.alloc(0);
  /** The same, and zeros. */
  padded: Buffer = Buffer.alloc(BEHIND);
  private buffer = this.padded;

  add(chunk: Buffer): void {
    const { length } = this.bytes;
    const whole = length + chunk.length;
    if (whole + BEHIND > this.buffer.length) {
      this.buffer = Buffer.allocUnsafeSlow(2 * whole + BEHIND);
      this.bytes.copy(this.buffer);
    }
    chunk.copy(this.buffer, length);
    this.set(whole);
  }

  /** The first `count` of them are done with. */
  drop(count: number): void {
    const { length } = this.bytes;
    this.buffer.copyWithin(0, count, length);
    this.set(length - count);
  }

  private set(length: number): void {
    this.buffer.fill(0, length, length + BEHIND);
    this.bytes = this.buffer.subarray(0, length);
    this.padded = this.buffer.subarray(0, length + BEHIND);
  }
}
