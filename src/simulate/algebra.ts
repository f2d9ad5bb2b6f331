/** out = in + w·(op(in, x) − in); exactly op(in, x) where w is 1, exactly in where it is 0. */
import type { Operation } from '../model/scenario.ts';

type Combine = (out: Float64Array, x: Float64Array, from: number, to: number) => void;

/**
 * op(in, x) in place: `out[from + i]` with `x[i]`. One loop for each, so that engines compile each on its own; the most
 * common ones take four at a time, since what is checked once in each round costs more than the sum.
 */
export const combine: { readonly [op in Operation]: Combine } = {
  add: (out, x, from, to) => {
    const count = to - from;
    let i = 0;
    for (; i < count - 3; i += 4) {
      const at = from + i;
      out[at]! += x[i]!;
      out[at + 1]! += x[i + 1]!;
      out[at + 2]! += x[i + 2]!;
      out[at + 3]! += x[i + 3]!;
    }
    for (; i < count; i++) out[from + i]! += x[i]!;
  },
  set: (out, x, from, to) => {
    for (let i = from; i < to; i++) out[i] = x[i - from]!;
  },
  multiply: (out, x, from, to) => {
    const count = to - from;
    let i = 0;
    for (; i < count - 3; i += 4) {
      const at = from + i;
      out[at]! *= x[i]!;
      out[at + 1]! *= x[i + 1]!;
      out[at + 2]! *= x[i + 2]!;
      out[at + 3]! *= x[i + 3]!;
    }
    for (; i < count; i++) out[from + i]! *= x[i]!;
  },
  min: (out, x, from, to) => {
    for (let i = from; i < to; i++) if (x[i - from]! < out[i]!) out[i] = x[i - from]!;
  },
  max: (out, x, from, to) => {
    for (let i = from; i < to; i++) if (x[i - from]! > out[i]!) out[i] = x[i - from]!;
  },
};

/** The same with weights w[i]; `x` is overwritten. */
export function combineWeighted(
  op: Operation,
  out: Float64Array,
  x: Float64Array,
  w: Float64Array,
  from: number,
  to: number,
): void {
  const count = to - from;
  if (op === 'add') for (let i = 0; i < count; i++) x[i] = out[from + i]! + x[i]!;
  else if (op === 'multiply') for (let i = 0; i < count; i++) x[i] = out[from + i]! * x[i]!;
  else if (op === 'min') for (let i = 0; i < count; i++) x[i] = Math.min(out[from + i]!, x[i]!);
  else if (op === 'max') for (let i = 0; i < count; i++) x[i] = Math.max(out[from + i]!, x[i]!);
  for (let i = 0; i < count; i++) {
    const weight = w[i]!;
    if (weight === 1) out[from + i] = x[i]!;
    else if (weight > 0) out[from + i] = out[from + i]! + weight * (x[i]! - out[from + i]!);
  }
}
