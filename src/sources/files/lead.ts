/** The texts that a flat record begins with: where a record begins as the one before, they are not looked for again. */

interface Text {
  readonly column: number;
  readonly ids: Uint32Array;
  readonly id: number;
}

const LONGEST = 1024;

export class Lead {
  /** Of the bytes from the brace to behind the comma that follows the last of them; 0 where nothing is remembered. */
  length = 0;
  texts: readonly Text[] = [];
  /** A bit for each of their columns. */
  mask = 0;
  private readonly bytes = new Uint8Array(LONGEST);
  private readonly view = new DataView(this.bytes.buffer);
  private other: DataView | null = null;

  forget(): void {
    this.length = 0;
  }

  remember(b: Uint8Array, from: number, to: number, texts: readonly Text[]): void {
    if (to - from > LONGEST) return;
    this.bytes.set(b.subarray(from, to));
    this.length = to - from;
    this.texts = texts;
    this.mask = texts.reduce((mask, { column }) => mask | (1 << column), 0);
  }

  /** Whether the record at `from` begins so: then its texts are in the row. */
  fills(row: number, b: Uint8Array, from: number): boolean {
    const { length, view, bytes, texts } = this;
    if (length === 0 || from + length > b.length) return false;
    let { other } = this;
    if (other?.buffer !== b.buffer) this.other = other = new DataView(b.buffer);
    const at = b.byteOffset + from;
    let i = 0;
    for (; i + 4 <= length; i += 4) if (view.getInt32(i) !== other.getInt32(at + i)) return false;
    for (; i < length; i++) if (bytes[i] !== b[from + i]) return false;
    for (let t = 0; t < texts.length; t++) texts[t]!.ids[row] = texts[t]!.id;
    return true;
  }
}
