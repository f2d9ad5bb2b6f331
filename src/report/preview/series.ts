/** One series in a terminal: its course, its day and week, its distribution, its numbers. */
import type { Range } from '../../model/units.ts';
import type { AssetPreview, SeriesPreview } from '../../run/preview/data.ts';
import type { Profile } from '../../simulate/series/quantiles.ts';
import { parts } from '../../simulate/series/reduce.ts';
import { bars } from '../chart/bars.ts';
import { beside } from '../chart/canvas.ts';
import { dotsAcross, heightOn, MARGIN, plot } from '../chart/plot.ts';
import { hourTicks, scaleOf, type Tick, timeTicks, weekdayTicks } from '../chart/scale.ts';
import { count, local, percent } from '../numbers.ts';
import type { Style } from '../style.ts';
import { table, widthOf } from '../table.ts';
import { stateLegend, stateRow } from './states.ts';

/** From this on there is room for two charts side by side. */
const WIDE = 120;

/** The course of a series, with what happened beneath. @param height rows of the chart */
export function course(
  series: SeriesPreview,
  owner: AssetPreview,
  range: Range,
  height: number,
  style: Style,
): readonly string[] {
  const { columns: width } = style;
  const { description, column, asset } = series;
  const scale = scaleOf(description.min.value, description.max.value, Math.max(2, height / 2 - 1));
  const on = heightOn(scale);
  const eventful = owner.states !== null && owner.incidents.length > 0;
  const drawn = plot(
    {
      width,
      height,
      scale,
      ticks: timeTicks(range, asset.zone, Math.floor((width - MARGIN) / 9)),
      draw(raster) {
        const { min, mean, max } = parts(column, range, raster.width);
        const sparse = column.values.length < raster.width;
        for (let x = 0; x < raster.width; x++)
          raster.span(x, on(min[x]!), on(max[x]!), style.unicode ? 'front' : 'back');
        // Records that lie further apart than dots are joined.
        raster.line(sparse ? joined(mean).map(on) : mean.map(on));
      },
      beneath: eventful ? [stateRow(owner, range, width - MARGIN, style)] : [],
    },
    style,
  );
  return eventful ? [...drawn, ' '.repeat(MARGIN) + stateLegend(style, false)] : drawn;
}

/** Straight lines over the parts that hold no record. */
function joined(values: Float64Array): Float64Array {
  const out = values.slice();
  let last = -1;
  for (let i = 0; i < out.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    for (let j = last + 1; last >= 0 && j < i; j++) {
      out[j] = values[last]! + ((values[i]! - values[last]!) * (j - last)) / (i - last);
    }
    last = i;
  }
  return out;
}

/** The day and the week; side by side where there is room. */
export function shapes({ day, week }: SeriesPreview, style: Style): readonly string[] {
  const wide = style.columns >= WIDE && week !== null;
  const width = wide ? Math.floor((style.columns - 4) / 2) : style.columns;
  const height = 8;
  const days = [
    style.strong('The day') + style.dim('  median, and where 90 % of the values lie, by local time'),
    ...profile(day, hourTicks(Math.floor((width - MARGIN) / 5)), width, height, style),
  ];
  if (week === null) return days;
  const weeks = [style.strong('The week'), ...profile(week, weekdayTicks, width, height, style)];
  return wide ? beside(days, weeks, width + 4, widthOf) : [...days, '', ...weeks];
}

function profile(
  { low, median, high }: Profile,
  ticks: readonly Tick[],
  width: number,
  height: number,
  style: Style,
): readonly string[] {
  const known = (values: Float64Array): readonly number[] => [...values].filter((value) => !Number.isNaN(value));
  const scale = scaleOf(Math.min(...known(low)), Math.max(...known(high)), Math.max(2, height / 2 - 1));
  const on = heightOn(scale);
  const across = dotsAcross(width, style);
  const at = (values: Float64Array, x: number): number => values[Math.floor((x * values.length) / across)]!;
  return plot(
    {
      width,
      height,
      scale,
      ticks,
      draw(raster) {
        for (let x = 0; x < across; x++) raster.span(x, on(at(low, x)), on(at(high, x)), 'back');
        raster.line(joined(Float64Array.from({ length: across }, (_, x) => at(median, x))).map(on));
      },
    },
    style,
  );
}

/** The distribution, and the numbers beside or below it. */
export function distribution(series: SeriesPreview, style: Style): readonly string[] {
  const wide = style.columns >= WIDE;
  const width = wide ? Math.floor((style.columns - 4) / 2) : style.columns;
  const { from, width: step, counts } = series.histogram;
  const drawn = [
    style.strong('The distribution') + style.dim('  share of the records'),
    ...bars({ width, height: 6, from, step, counts }, style, MARGIN),
  ];
  const told = ['', ...numbers(series, style)];
  return wide ? beside(drawn, told, width + 4, widthOf) : [...drawn, ...told];
}

function numbers({ description: told, metric, asset }: SeriesPreview, style: Style): readonly string[] {
  const digits = 'decimals' in metric.resolution ? Math.min(6, metric.resolution.decimals) : 2;
  const number = (value: number): string => value.toFixed(digits);
  const finer = (value: number): string => value.toFixed(digits + 1);
  const when = (at: number): string => style.dim(local(at, asset.zone).slice(0, 16));
  const { clamped, autocorrelation } = told;
  const share = (of: number | null, bound: number | null): readonly string[] =>
    of === null || bound === null ? [] : [`${percent(of, 1)} at ${bound}`];
  const bounds = [...share(clamped.min, metric.clamp.min), ...share(clamped.max, metric.clamp.max)];
  const like = [
    ['one step', autocorrelation.step],
    ['an hour', autocorrelation.hour],
    ['a day', autocorrelation.day],
  ] as const;
  const alike = like.flatMap(([name, value]) => (value === null ? [] : [`${value.toFixed(2)} at ${name}`]));
  const rows = [
    ['records', count(told.records)],
    ['mean', `${finer(told.mean)}, standard deviation ${finer(told.sd)}`],
    ['median', `${number(told.median)}, 90 % from ${number(told.p5)} to ${number(told.p95)}`],
    ['lowest', `${number(told.min.value)}  ${when(told.min.at)}`],
    ['highest', `${number(told.max.value)}  ${when(told.max.at)}`],
    ...(bounds.length === 0 ? [] : [['on a bound', bounds.join(', ')]]),
    ...(alike.length === 0 ? [] : [['autocorrelation', alike.join(', ')]]),
  ];
  const columns = ['', ''].map((title) => ({ title, align: 'left' }) as const);
  return table(
    columns,
    rows.map(([name, text]) => [style.dim(name!), text!]),
    String,
  ).map((line) => `  ${line}`);
}
