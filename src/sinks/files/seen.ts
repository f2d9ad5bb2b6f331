/** Which keys a folder holds, and a hash of what belongs to each: 12 bytes a record, and room to find them. */

/** Empty slots are told by both lanes being 0; a key that hashes so is moved by one. */
export class Seen {
  private slots = new Int32Array(3 * 1024);
  private count = 0;

  /** What is known of a key: nothing, the same, or something else. A new key is remembered. */
  add(key: string, rest: string): 'new' | 'same' | 'other' {
    const [a, b] = hashOf(key);
    const value = hashOf(rest)[0];
    if (this.count * 2 >= this.slots.length / 3) this.grow();
    const slot = this.slotOf(this.slots, a, b);
    if (this.slots[slot] !== 0 || this.slots[slot + 1] !== 0) return this.slots[slot + 2] === value ? 'same' : 'other';
    this.slots[slot] = a;
    this.slots[slot + 1] = b;
    this.slots[slot + 2] = value;
    this.count++;
    return 'new';
  }

  private slotOf(slots: Int32Array, a: number, b: number): number {
    const size = slots.length / 3;
    for (let i = (a >>> 0) & (size - 1); ; i = (i + 1) & (size - 1)) {
      const slot = 3 * i;
      if ((slots[slot] === 0 && slots[slot + 1] === 0) || (slots[slot] === a && slots[slot + 1] === b)) return slot;
    }
  }

  private grow(): void {
    const before = this.slots;
    const slots = new Int32Array(before.length * 2);
    for (let i = 0; i < before.length; i += 3) {
      if (before[i] === 0 && before[i + 1] === 0) continue;
      slots.set(before.subarray(i, i + 3), this.slotOf(slots, before[i]!, before[i + 1]!));
    }
    this.slots = slots;
  }
}

/** Two lanes of MurmurHash3's mix: two keys of ten million fall together once in hundreds of thousands of runs. */
function hashOf(text: string): readonly [number, number] {
  let [a, b] = [0x9747_b28c | 0, 0x5bd1_e995 | 0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x85eb_ca6b);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b + c, 0xc2b2_ae35);
    b ^= b >>> 15;
  }
  a = Math.imul(a ^ (a >>> 16) ^ b, 0x85eb_ca6b);
  b = Math.imul(b ^ (b >>> 13) ^ a, 0xc2b2_ae35);
  a ^= a >>> 13;
  b ^= b >>> 16;
  return a === 0 && b === 0 ? [1, 0] : [a, b];
}
