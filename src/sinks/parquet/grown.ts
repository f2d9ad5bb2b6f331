type Numbers = Float64Array | Int32Array | Uint8Array;

/** An array with what it held and room for so many numbers in all: itself where it has that already. */
export function grown<T extends Numbers>(values: T, needed: number): T {
  if (needed <= values.length) return values;
  const more = new (values.constructor as new (length: number) => T)(Math.max(needed, 2 * values.length));
  more.set(values);
  return more;
}
