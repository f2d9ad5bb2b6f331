/** What a scenario makes, at a glance: availability, one line for each kind of series, jobs and events. */
import type { Plan } from '../../model/plan.ts';
import type { EventsPreview, Preview } from '../../run/preview/data.ts';
import { parts } from '../../simulate/series/reduce.ts';
import { sparkline } from '../chart/bars.ts';
import { Canvas } from '../chart/canvas.ts';
import { shortNumber, timeTicks } from '../chart/scale.ts';
import { count, percent } from '../numbers.ts';
import type { Style } from '../style.ts';
import { clip, table } from '../table.ts';
import { calendar } from './jobs.ts';
import { stateLegend, stateStrip } from './states.ts';

export function overview(preview: Preview, style: Style): readonly (readonly string[])[] {
  const { plan, jobs, events } = preview;
  return [
    availability(preview, style),
    series(preview, style),
    happenings(events, plan, style),
    calendar(jobs, plan, style),
  ];
}

const right = (title: string) => ({ title, align: 'right' as const });
const left = (title: string) => ({ title, align: 'left' as const });

function availability({ plan, assets }: Preview, style: Style): readonly string[] {
  const some = assets.filter(({ states }) => states !== null);
  if (some.length === 0) return [];
  const name = Math.min(28, Math.max(...some.map(({ asset }) => asset.id.length)));
  const columns = style.columns - name - 12;
  return [
    `${style.strong('Availability')}  ${stateLegend(style, true)}`,
    `${' '.repeat(name + 2)}${dates(plan, columns, style)}`,
    ...some.map((one) => {
      const strip = stateStrip(one, plan.period, columns, style).map(({ sign, paint }) => paint(sign));
      return `${clip(one.asset.id, name, style).padEnd(name)}  ${strip.join('')}  ${percent(one.states!.up).padStart(8)}`;
    }),
  ];
}

function dates({ period, scenario }: Plan, columns: number, style: Style): string {
  const canvas = new Canvas(columns, 1);
  for (const { at, label } of timeTicks(period, scenario.zone, Math.max(2, Math.floor(columns / 9)))) {
    const x = Math.round(at * columns);
    if (x + label.length <= columns) canvas.put(x, 0, label, style.dim);
  }
  return canvas.lines()[0] ?? '';
}

/** From this on the day has a column of its own. */
const WIDE = 110;

function series({ plan, series: all, total }: Preview, style: Style): readonly string[] {
  if (all.length === 0) return [];
  const short = (value: number): string => shortNumber(Number(value.toPrecision(4)));
  const texts = all.map(({ asset, metric, description: { min, median, max } }) => ({
    asset: clip(asset.id, 24, style),
    metric: clip(metric.name, 24, style),
    numbers: [min.value, median, max.value].map(short),
    unit: clip(metric.unit ?? '', 12, style),
  }));
  const wide = style.columns >= WIDE;
  const widest = (of: (one: (typeof texts)[number]) => string, least: number): number =>
    Math.max(least, ...texts.map((one) => of(one).length));
  const taken =
    widest(({ asset }) => asset, 5) +
    widest(({ metric }) => metric, 6) +
    [0, 1, 2].reduce((sum, i) => sum + widest(({ numbers }) => numbers[i]!, i === 1 ? 6 : 3), 0) +
    (wide ? widest(({ unit }) => unit, 0) + 14 : 10);
  const room = style.columns - taken;
  const day = wide ? 24 : 0;
  const course = Math.max(8, room - day);
  const draw = (values: ArrayLike<number>): string => style.accent(sparkline(values, style));
  const rows = all.map(({ column, day: { median } }, i) => {
    const { asset, metric, numbers, unit } = texts[i]!;
    const own = asset === texts[i - 1]?.asset ? '' : style.strong(asset);
    const drawn = draw(parts(column, plan.period, course).mean);
    return [
      own,
      metric,
      drawn,
      ...(wide ? [draw(shrunk(median, day))] : []),
      ...numbers,
      ...(wide ? [style.dim(unit)] : []),
    ];
  });
  const titles = [
    ...['asset', 'metric', 'the period', ...(wide ? ['its day'] : [])].map(left),
    ...['min', 'median', 'max'].map(right),
    ...(wide ? [left('')] : []),
  ];
  return [
    style.strong('Series') + (all.length < total.series ? style.dim(`  ${all.length} of ${total.series}`) : ''),
    ...table(titles, rows, style.dim).map((line) => clip(line, style.columns, style)),
  ];
}

/** The mean of neighbours, for less room. */
function shrunk(values: Float64Array, columns: number): readonly number[] {
  if (values.length <= columns) return [...values];
  return Array.from({ length: columns }, (_, i) => {
    const part = values.slice(
      Math.floor((i * values.length) / columns),
      Math.floor(((i + 1) * values.length) / columns),
    );
    return part.reduce((a, b) => a + b, 0) / part.length;
  });
}

function happenings(events: readonly EventsPreview[], { period }: Plan, style: Style): readonly string[] {
  const some = events.filter(({ times }) => times.length > 0);
  if (some.length === 0) return [];
  const name = Math.max(...some.map(({ stream }) => stream.length), 6);
  const columns = Math.max(10, style.columns - name - 16);
  const rows = some.map(({ stream, times }) => {
    const counts = new Float64Array(columns);
    for (const t of times)
      counts[
        Math.min(columns - 1, Math.max(0, Math.floor(((t - period.from) / (period.to - period.from)) * columns)))
      ]! += 1;
    return [stream, style.accent(sparkline(counts, style)), count(times.length)];
  });
  return [style.strong('Events'), ...table([left(''), left(''), right('')], rows, String)];
}
