/** What happened to an asset, as signs in time: down, degraded, planned. */
import type { Range } from '../../model/units.ts';
import type { AssetPreview } from '../../run/preview/data.ts';
import { clip, measure } from '../../timeline/interval.ts';
import type { Strip } from '../chart/plot.ts';
import type { Style } from '../style.ts';

interface Sign {
  readonly sign: string;
  readonly paint: (text: string) => string;
}

/** Down by the share of the time that a sign stands for. */
const DOWN = { unicode: ['▂', '▅', '█'], ascii: ['x', 'x', 'X'] };

const signsOf = ({ unicode }: Style) => ({
  down: unicode ? DOWN.unicode : DOWN.ascii,
  degraded: unicode ? '▒' : 'd',
  planned: unicode ? '░' : 'm',
  up: unicode ? '·' : '.',
});

/** One sign for each of equal parts of a range: the worst that is in it. */
export function stateStrip({ states }: AssetPreview, range: Range, columns: number, style: Style): readonly Sign[] {
  const signs = signsOf(style);
  return Array.from({ length: columns }, (_, i) => {
    const from = range.from + ((range.to - range.from) * i) / columns;
    const to = range.from + ((range.to - range.from) * (i + 1)) / columns;
    const share = (set: Float64Array): number => measure(clip(set, from, to)) / (to - from);
    if (states === null) return { sign: signs.up, paint: style.dim };
    const [down, planned, degraded] = [share(states.down), share(states.planned), share(states.degraded)];
    if (planned > 0 && planned >= down) return { sign: signs.planned, paint: style.accent };
    if (down > 0) return { sign: signs.down[down >= 0.5 ? 2 : down >= 0.1 ? 1 : 0]!, paint: style.bad };
    if (degraded > 0) return { sign: signs.degraded, paint: style.warn };
    return { sign: signs.up, paint: style.good };
  });
}

/** @param up with the sign of it, which stands in strips and not beneath charts */
export function stateLegend(style: Style, up: boolean): string {
  const { down, degraded, planned, up: sign } = signsOf(style);
  return [
    ...(up ? [`${style.good(sign)} up`] : []),
    `${style.warn(degraded)} degraded`,
    `${style.bad(down.filter((sign, i) => down.indexOf(sign) === i).join(''))} down`,
    `${style.accent(planned)} planned`,
  ].join('  ');
}

/** Beneath a chart: only what is not up. */
export function stateRow(asset: AssetPreview, range: Range, columns: number, style: Style): Strip {
  const { up } = signsOf(style);
  const cells = stateStrip(asset, range, columns, style).map((cell) =>
    cell.sign === up ? { ...cell, sign: ' ' } : cell,
  );
  return { name: 'state', cells };
}
