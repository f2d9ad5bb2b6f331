/** One figure, drawn by uPlot: hover, drag to zoom, keys, and its values in words. */
import uPlot from 'uplot';
import type { Axis, PackedFigure, Tone } from '../figure.ts';
import { asLocal, place, tickOf, timeOfDay, weekdayAt } from './clock.ts';
import { unpack } from './unpack.ts';

const HOUR = 3_600_000;
const HEIGHTS = { tall: 300, low: 190 };

const HELP = 'Arrow keys move along the values, plus and minus zoom, zero shows all.';

interface Drawn {
  /** Colours of the page changed. */
  repaint(): void;
}

/** A column of uPlot: what it is called and how it is drawn. */
interface Column {
  readonly label: string;
  readonly tone: Tone;
  readonly look: 'line' | 'bars' | 'edge';
}

export function draw(element: HTMLElement): Drawn {
  const figure = JSON.parse(element.querySelector('script')!.textContent) as PackedFigure;
  const { columns, data, bands } = table(figure);
  const plot = document.createElement('div');
  plot.className = 'plot';
  plot.tabIndex = 0;
  plot.setAttribute('role', 'application');
  plot.setAttribute('aria-roledescription', 'chart');
  plot.setAttribute('aria-label', `${figure.title}. ${figure.summary} ${HELP}`);
  const readout = document.createElement('output');
  readout.className = 'readout';
  readout.setAttribute('aria-live', 'off');
  const all = document.createElement('button');
  all.type = 'button';
  all.className = 'all';
  all.textContent = 'Show all';
  all.hidden = true;
  element.querySelector('figcaption')!.append(all);
  element.append(plot, readout);

  const colour = (tone: Tone): string => getComputedStyle(element).getPropertyValue(`--${tone}`).trim();
  const text = (): string => getComputedStyle(element).getPropertyValue('--quiet').trim();
  const grid = (): string => getComputedStyle(element).getPropertyValue('--line').trim();
  const soft = (tone: Tone): string => `${colour(tone)}40`;
  const stroke = {
    stroke: () => text(),
    grid: { stroke: () => grid(), width: 1 },
    ticks: { stroke: () => grid(), width: 1 },
  };
  const { axis, digits, unit } = figure;
  const number = (y: number): string => (digits === null ? String(Number(y.toPrecision(6))) : y.toFixed(digits));
  const xs = data[0] as readonly number[];
  const [first, last] = [xs[0] ?? 0, xs.at(-1) ?? 1];

  const tell = (chart: uPlot): void => {
    const at = chart.cursor.idx;
    all.hidden = chart.scales['x']!.min === first && chart.scales['x']!.max === last;
    if (at === null || at === undefined) {
      readout.replaceChildren(...legend(columns, colour));
      return;
    }
    const here = xs[at]!;
    const where = document.createElement('b');
    where.textContent =
      axis.kind === 'number' ? `${place(axis, here)} to ${place(axis, xs[at + 1] ?? here)}` : place(axis, here);
    const values = columns.flatMap((column, i) => {
      const y = near(chart, i + 1, at);
      return y === null
        ? []
        : [keyOf(column, colour, `${number(y)}${unit === null || axis.kind === 'number' ? '' : ` ${unit}`}`)];
    });
    const notes = figure.marks
      .filter(({ from, to }) => from <= here && (here < to || from === to))
      .map(({ label, tone }) => keyOf({ label, tone, look: 'line' }, colour, ''));
    readout.replaceChildren(where, ...values, ...notes);
  };

  const options: uPlot.Options = {
    width: Math.max(200, plot.clientWidth),
    height: HEIGHTS[figure.height],
    legend: { show: false },
    cursor: { drag: { x: true, y: false }, points: { size: 7 } },
    scales: { x: { time: axis.kind === 'time', range: (_, min, max) => [min, max] } },
    ms: 1,
    tzDate: (ms) => asLocal(axis, ms),
    axes: [
      { ...stroke, ...ticksOf(axis) },
      { ...stroke, size: 58, values: (_, ticks) => ticks.map((tick) => short(tick)) },
    ],
    series: [
      {},
      ...columns.map(({ label, tone, look }): uPlot.Series => {
        if (look === 'bars') {
          const paths = uPlot.paths.bars!({ size: [1, Infinity], align: 1, gap: 1 });
          return {
            label,
            paths,
            fill: () => colour(tone),
            stroke: () => colour(tone),
            width: 0,
            points: { show: false },
          };
        }
        const points = { show: look === 'line' && xs.length < 50 };
        return { label, stroke: () => (look === 'edge' ? 'transparent' : colour(tone)), width: 1.5, points };
      }),
    ],
    bands: bands.map(({ series, tone }) => ({ series, fill: () => soft(tone) })),
    hooks: {
      drawClear: [(chart) => shade(chart, figure, soft, colour)],
      setCursor: [tell],
      setScale: [tell],
      ready: [tell],
    },
  };
  const chart = new uPlot(options, data, plot);
  all.addEventListener('click', () => {
    chart.setScale('x', { min: first, max: last });
    plot.focus();
  });
  listen(chart, plot, readout, xs);
  new ResizeObserver(() => {
    if (plot.clientWidth > 0) chart.setSize({ width: plot.clientWidth, height: HEIGHTS[figure.height] });
  }).observe(plot);
  return { repaint: () => chart.redraw(false, true) };
}

/** The value of a column at a row, or the one before it: lines of several grids share the rows of all. */
function near(chart: uPlot, column: number, at: number): number | null {
  const values = chart.data[column]!;
  for (let i = at; i >= 0 && i > at - 4; i--) {
    const value = values[i];
    if (typeof value === 'number') return value;
    if (value === null) return null;
  }
  return null;
}

/** All lines and the edges of all bands over the union of their x. */
function table(figure: PackedFigure): {
  readonly columns: readonly Column[];
  readonly data: uPlot.AlignedData;
  readonly bands: readonly { readonly series: [number, number]; readonly tone: Tone }[];
} {
  const gaps = (y: Float64Array): (number | null)[] => Array.from(y, (value) => (Number.isNaN(value) ? null : value));
  const columns: Column[] = [];
  const tables: uPlot.AlignedData[] = [];
  const bands: { series: [number, number]; tone: Tone }[] = [];
  for (const { label, tone, x, low, high } of figure.bands) {
    tables.push([Array.from(unpack(x)), gaps(unpack(high)), gaps(unpack(low))]);
    columns.push({ label: `${label}, high`, tone, look: 'edge' }, { label: `${label}, low`, tone, look: 'edge' });
    bands.push({ series: [columns.length - 1, columns.length], tone });
  }
  for (const { label, tone, look, x, y } of figure.lines) {
    tables.push([Array.from(unpack(x)), gaps(unpack(y))]);
    columns.push({ label, tone, look });
  }
  // A gap (null) stays one; over rows that only another line has (undefined) a line goes on.
  return { columns, data: uPlot.join(tables), bands };
}

function ticksOf(axis: Axis): uPlot.Axis {
  if (axis.kind === 'day') {
    return {
      incrs: [1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR),
      space: 45,
      values: (_, ticks) => ticks.map(timeOfDay),
    };
  }
  if (axis.kind === 'week') {
    return { incrs: [24 * HOUR], space: 30, values: (_, ticks) => ticks.map(weekdayAt) };
  }
  if (axis.kind === 'time') {
    return { values: (_, ticks, __, ___, step) => ticks.map((tick) => tickOf(axis, tick, step)), space: 70 };
  }
  return { values: (_, ticks) => ticks.map(short) };
}

/** `1.2k`: the axis has little room. */
function short(value: number): string {
  const size = Math.abs(value);
  const [divisor, letter] = size >= 1e9 ? [1e9, 'G'] : size >= 1e6 ? [1e6, 'M'] : size >= 10_000 ? [1e3, 'k'] : [1, ''];
  return `${String(Number((value / divisor).toPrecision(6)))}${letter}`;
}

function shade(
  chart: uPlot,
  { marks }: PackedFigure,
  soft: (tone: Tone) => string,
  colour: (tone: Tone) => string,
): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { from, to, tone } of marks) {
    const [left, right] = [chart.valToPos(from, 'x', true), chart.valToPos(to, 'x', true)];
    const width = Math.max(1, right - left);
    ctx.fillStyle = soft(tone);
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.fillStyle = colour(tone);
    ctx.fillRect(left, bbox.top + bbox.height - 4, width, 4);
  }
  ctx.restore();
}

function keyOf({ label, tone, look }: Column, colour: (tone: Tone) => string, value: string): HTMLElement {
  const key = document.createElement('span');
  const swatch = document.createElement('i');
  swatch.style.background = look === 'edge' ? `${colour(tone)}80` : colour(tone);
  key.append(swatch, value === '' ? label : `${label} ${value}`);
  return key;
}

/** What the colours say, where no value is pointed at. */
const legend = (columns: readonly Column[], colour: (tone: Tone) => string): HTMLElement[] =>
  columns
    .filter(({ label }) => !label.endsWith(', low'))
    .map((column) => keyOf({ ...column, label: column.label.replace(/, high$/, '') }, colour, ''));

function listen(chart: uPlot, plot: HTMLElement, readout: HTMLElement, xs: readonly number[]): void {
  const x = chart.scales['x']!;
  const go = (to: number): void => {
    const at = Math.max(0, Math.min(xs.length - 1, to));
    const here = xs[at]!;
    const [min, max] = [x.min!, x.max!];
    const shift = here < min ? here - min : here > max ? here - max : 0;
    // At once: the place of the cursor follows from it.
    if (shift !== 0) chart.batch(() => chart.setScale('x', { min: min + shift, max: max + shift }));
    readout.setAttribute('aria-live', 'polite');
    chart.setCursor({ left: chart.valToPos(here, 'x'), top: chart.over.clientHeight / 2 });
  };
  const zoom = (factor: number): void => {
    const at = chart.cursor.idx;
    const [min, max] = [x.min!, x.max!];
    const middle = at === null || at === undefined ? (min + max) / 2 : xs[at]!;
    const half = ((max - min) * factor) / 2;
    const [low, high] = [Math.max(xs[0]!, middle - half), Math.min(xs.at(-1)!, middle + half)];
    if (high > low) chart.setScale('x', { min: low, max: high });
  };
  const keys: { readonly [key: string]: (step: number) => void } = {
    ArrowLeft: (step) => go((chart.cursor.idx ?? xs.length) - step),
    ArrowRight: (step) => go((chart.cursor.idx ?? -1) + step),
    Home: () => go(0),
    End: () => go(xs.length - 1),
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    '0': () => chart.setScale('x', { min: xs[0]!, max: xs.at(-1)! }),
  };
  plot.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(event.shiftKey ? 20 : 1);
  });
  plot.addEventListener('pointermove', () => readout.setAttribute('aria-live', 'off'));
}
