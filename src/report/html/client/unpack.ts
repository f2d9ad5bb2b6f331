import type { Packed } from '../pack.ts';

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array };

/** The numbers that were packed; NaN where one is missing. */
export function unpack({ type, base, scale, digits, data }: Packed): Float64Array {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  if (type === 'f64') return new Float64Array(bytes.buffer);
  const integers = new ARRAYS[type](bytes.buffer);
  const power = Number(`1e${String(digits)}`);
  const missing = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff }[type];
  return Float64Array.from(integers, (integer) => (integer === missing ? NaN : ((base + integer) * scale) / power));
}
