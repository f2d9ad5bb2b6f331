/** Where a value of JSON ends, told by its brackets and quotes alone: also where it is not sound. */

const [QUOTE, COMMA, BACKSLASH] = [34, 44, 92];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [91, 93, 123, 125];

/** Behind the last byte of the value at `from`; -1 where the bytes end before it does. */
export function endOfValue(b: Uint8Array, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let i = from; i < b.length; i++) {
    const c = b[i]!;
    if (quoted) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE) quoted = false;
    } else if (c === QUOTE) quoted = true;
    else if (c === OPEN || c === OPEN_LIST) depth++;
    else if (c === CLOSE || c === CLOSE_LIST) {
      if (depth === 0) return i;
      if (--depth === 0 && (b[from] === OPEN || b[from] === OPEN_LIST)) return i + 1;
    } else if (c === COMMA && depth === 0) return i;
  }
  return -1;
}
