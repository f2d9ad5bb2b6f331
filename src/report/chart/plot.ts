/** A chart in characters: an axis of numbers, dots, and an axis beneath. */
import type { Style } from '../style.ts';
import { Canvas } from './canvas.ts';
import { Raster } from './raster.ts';
import { numberTicks, type Scale, type Tick } from './scale.ts';

export interface Plot {
  /** Characters, with the axes. */
  readonly width: number;
  /** Rows of dots; the axis beneath takes two more. */
  readonly height: number;
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
  /** Heights are shares of the scale: see `heightOn`. */
  draw(raster: Raster): void;
  /** Rows between the dots and the axis, by dots across: what happened meanwhile. */
  readonly beneath?: readonly Strip[];
}

/** One row of signs, one for each column of characters. */
export interface Strip {
  readonly name: string;
  readonly cells: readonly { readonly sign: string; readonly paint: (text: string) => string }[];
}

/** Room for the numbers of the axis, and the axis itself. */
export const MARGIN = 8;

export const heightOn =
  ({ min, max }: Scale) =>
  (value: number): number =>
    (value - min) / (max - min);

/** Columns of dots that a plot of this width has. */
export const dotsAcross = (width: number, { unicode }: Style): number => (width - MARGIN) * (unicode ? 2 : 1);

export function plot({ width, height, scale, ticks, draw, beneath = [] }: Plot, style: Style): readonly string[] {
  const across = width - MARGIN;
  const canvas = new Canvas(width, height + beneath.length + 2);
  const signs = style.unicode
    ? { wall: '│', tick: '┤', foot: '─', corner: '└', down: '┬' }
    : { wall: '|', tick: '+', foot: '-', corner: '+', down: '+' };

  for (let y = 0; y < height; y++) canvas.put(MARGIN - 1, y, signs.wall, style.dim);
  for (const { at, label } of spread(numberTicks(scale), height)) {
    const y = Math.round((1 - at) * (height - 1));
    canvas.put(MARGIN - 2 - label.length, y, label, style.dim);
    canvas.put(MARGIN - 1, y, signs.tick, style.dim);
  }
  const raster = new Raster(across, height, style);
  draw(raster);
  raster.drawOn(canvas, MARGIN, 0, { front: style.accent, back: style.dim });

  for (const [i, { name, cells }] of beneath.entries()) {
    canvas.put(Math.max(0, MARGIN - 1 - name.length), height + i, name.slice(0, MARGIN - 1), style.dim);
    for (const [x, { sign, paint }] of cells.entries())
      if (sign !== ' ') canvas.put(MARGIN + x, height + i, sign, paint);
  }
  const foot = height + beneath.length;
  canvas.put(MARGIN - 1, foot, signs.corner + signs.foot.repeat(across), style.dim);
  let free = 0;
  for (const { at, label } of ticks) {
    const x = MARGIN + Math.min(across - 1, Math.round(at * across));
    canvas.put(x, foot, signs.down, style.dim);
    const start = Math.max(free, Math.min(width - label.length, x - (label.length >> 1)));
    // A label that its neighbour leaves no room for is left out; its tick stays.
    if (start - (x - (label.length >> 1)) > 2 || start + label.length > width) continue;
    canvas.put(start, foot + 1, label, style.dim);
    free = start + label.length + 1;
  }
  return canvas.lines();
}

/** As many numbers as there are rows for, an even share of them. */
function spread(ticks: readonly Tick[], height: number): readonly Tick[] {
  const every = Math.ceil((2 * (ticks.length - 1)) / Math.max(1, height - 1));
  return ticks.filter((_, i) => i % Math.max(1, every) === 0);
}
