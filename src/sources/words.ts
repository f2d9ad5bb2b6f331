/** Texts of a column by number: what is written a million times is decoded once. */

const FIRST_SIZE = 256;

/** 0 stands for what is missing. */
export class Words {
  readonly texts: (string | null)[] = [null];
  private readonly byText = new Map<string, number>();
  /** Open addressing by a hash of the bytes; 0 is an empty slot. */
  private slots = new Uint32Array(FIRST_SIZE);
  private hashes: number[] = [0];
  private bytes: (Uint8Array | null)[] = [null];
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  get size(): number {
    return this.texts.length;
  }

  of(text: string): number {
    let id = this.byText.get(text);
    if (id === undefined) this.byText.set(text, (id = this.add(text)));
    return id;
  }

  /** The text of these bytes, of which `hash` is a hash; -1 where they are no UTF-8. */
  ofBytes(from: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot]!;
      if (id === 0) break;
      if (this.hashes[id] === hash && this.isSame(id, from, start, end)) return id;
    }
    let text: string;
    try {
      text = this.decoder.decode(from.subarray(start, end));
    } catch {
      return -1;
    }
    const id = this.of(text);
    this.hashes[id] = hash;
    // A copy, which the slice of a Buffer would not be.
    this.bytes[id] = Uint8Array.from(from.subarray(start, end));
    this.enter(id, hash);
    return id;
  }

  /** The bytes of a text that came as bytes. */
  bytesOf(id: number): Uint8Array {
    return this.bytes[id]!;
  }

  /** Nothing refers to a number any more. */
  clear(): void {
    this.texts.length = this.hashes.length = this.bytes.length = 1;
    this.byText.clear();
    this.slots = new Uint32Array(FIRST_SIZE);
  }

  private add(text: string): number {
    this.texts.push(text);
    this.hashes.push(0);
    this.bytes.push(null);
    return this.texts.length - 1;
  }

  private enter(id: number, hash: number): void {
    if (this.texts.length * 2 > this.slots.length) {
      this.slots = new Uint32Array(this.slots.length * 4);
      for (let other = 1; other < this.texts.length; other++) {
        if (other !== id && this.bytes[other] !== null) this.place(other, this.hashes[other]!);
      }
    }
    this.place(id, hash);
  }

  private place(id: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = id;
  }

  private isSame(id: number, from: Uint8Array, start: number, end: number): boolean {
    const bytes = this.bytes[id]!;
    if (bytes.length !== end - start) return false;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== from[start + i]) return false;
    return true;
  }
}
