import type { Draw } from '../../model/draw.ts';
import { boundsOf } from '../../random/draw.ts';

/** The upper end that is written in a draw itself; Infinity where it has none, or only its parts have. To ask is cheap. */
export const writtenMax = (draw: Draw): number => ('max' in draw ? draw.max : null) ?? Infinity;

/** Bounds of a draw that can be made; null where they are not known, undefined where it cannot: that is reported as such. */
export function drawBounds(draw: Draw): ReturnType<typeof boundsOf> | undefined {
  try {
    return boundsOf(draw);
  } catch {
    return undefined;
  }
}
