import type { Draw } from '../../model/draw.ts';
import { boundsOf } from '../../random/draw.ts';

/** Bounds of a draw that can be made; null where they are not known, undefined where it cannot: that is reported as such. */
export function drawBounds(draw: Draw): ReturnType<typeof boundsOf> | undefined {
  try {
    return boundsOf(draw);
  } catch {
    return undefined;
  }
}
