/** Every series that was chosen: its course, its day and week, its distribution, its numbers. */
import type { Plan } from '../../../model/plan.ts';
import type { AssetPreview, IncidentPreview, Preview, SeriesPreview } from '../../../run/preview/data.ts';
import type { Profile } from '../../../simulate/series/quantiles.ts';
import { thin } from '../../../simulate/series/reduce.ts';
import { zone } from '../../../timeline/zone.ts';
import { choice } from '../../html/choice.ts';
import { type Axis, type Figure, figure, type Mark, type Tone } from '../../html/figure.ts';
import { html, type Html } from '../../html/html.ts';
import { table } from '../../html/table.ts';
import { count, local, percent, plural } from '../../numbers.ts';

/** Points of all courses of a page together, and of one: what a page may weigh, and what a wide screen shows. */
const [ALL_POINTS, POINTS] = [160_000, 2000];

export function series({ plan, assets, series: shown }: Preview): Html | null {
  if (shown.length === 0) return null;
  const most = Math.max(200, Math.min(POINTS, Math.floor(ALL_POINTS / shown.length)));
  const owners = new Map(assets.map((owner) => [owner.asset.id, owner]));
  return choice(
    { id: 'choose', group: 'Asset', item: 'Metric' },
    shown.map((one, i) => ({
      group: one.asset.id,
      item: one.metric.name,
      content: panel(one, owners.get(one.asset.id)!, plan, most, i),
    })),
  );
}

function panel(one: SeriesPreview, owner: AssetPreview, plan: Plan, most: number, i: number): Html {
  const { asset, metric, day, week } = one;
  const about = [asset.type, metric.summary].filter((text) => text !== null && text !== '').join(', ');
  return html`<h3>${asset.id} · ${metric.name}</h3>
    <p class="quiet">${about}</p>
    ${figure(course(one, owner, plan, most))}
    <div class="pair">
      ${figure(profile('The day', 'By the local time of day', { kind: 'day' }, day, one))}
      ${week === null ? null : figure(profile('The week', 'By the local time of the week', { kind: 'week' }, week, one))}
      ${figure(distribution(one))}
      <div>${numbers(one, i)}</div>
    </div>`;
}

const digitsOf = ({ metric: { resolution } }: SeriesPreview): number | null =>
  'decimals' in resolution ? resolution.decimals : null;

export function course(
  one: SeriesPreview,
  owner: AssetPreview,
  { period }: Pick<Plan, 'period'>,
  most: number,
): Figure {
  const { column, description, metric, asset, step } = one;
  const { times, values } = thin(column, most);
  const drawn =
    times.length < column.times.length
      ? ` ${count(times.length)} of ${count(column.times.length)} records are drawn, the lowest and the highest of each stretch.`
      : '';
  const marks = owner.incidents.map(markOf);
  return {
    title: 'The period',
    summary: `From ${String(description.min.value)} to ${String(description.max.value)}, half of it above ${String(description.median)}; ${plural(marks.length, 'incident')} marked.${drawn}`,
    axis: {
      kind: 'time',
      offsets: zone(asset.zone)
        .segments(period.from, period.to)
        .map(({ from, offset }) => [from, offset] as const),
    },
    unit: metric.unit,
    digits: digitsOf(one),
    step,
    lines: [{ label: metric.name, tone: 'main', look: 'line', x: times, y: values }],
    bands: [],
    marks,
    height: 'tall',
  };
}

function markOf({ start, end, state, planned, because, label, episode, root, asset }: IncidentPreview): Mark {
  const tone: Tone = state === null ? 'soft' : planned ? 'planned' : state;
  return { from: start, to: end, tone, label: `${because ?? label ?? episode}${root === asset ? '' : ` of ${root}`}` };
}

function profile(
  title: string,
  by: string,
  axis: Axis,
  { slot, low, median, high }: Profile,
  one: SeriesPreview,
): Figure {
  // In the middle of its slot, where most of its values are.
  const x = Float64Array.from(median, (_, i) => (i + 0.5) * slot);
  return {
    title,
    summary: `${by}: the median, and where 90 % of the values lie.`,
    axis,
    unit: one.metric.unit,
    digits: (digitsOf(one) ?? 2) + 1,
    step: slot / 2,
    lines: [{ label: 'median', tone: 'main', look: 'line', x, y: rounded(median, one) }],
    bands: [{ label: '5 to 95 %', tone: 'soft', x, low: rounded(low, one), high: rounded(high, one) }],
    marks: [],
    height: 'low',
  };
}

/** Quantiles lie between values: one digit more says enough, and takes less room. */
function rounded(values: Float64Array, one: SeriesPreview): Float64Array {
  const power = Number(`1e${String((digitsOf(one) ?? 2) + 1)}`);
  return values.map((value) => Math.round(value * power) / power);
}

function distribution({ histogram: { from, width, counts }, description, metric }: SeriesPreview): Figure {
  const edges = Float64Array.from({ length: counts.length + 1 }, (_, i) => Number((from + i * width).toPrecision(12)));
  return {
    title: 'The distribution',
    summary: `How many records lie where; 90 % from ${String(description.p5)} to ${String(description.p95)}.`,
    axis: { kind: 'number', label: metric.unit ?? '' },
    unit: 'records',
    digits: 0,
    step: null,
    // Where the last one ends there is none.
    lines: [{ label: 'records', tone: 'main', look: 'bars', x: edges, y: Float64Array.from([...counts, 0]) }],
    bands: [],
    marks: [],
    height: 'low',
  };
}

function numbers({ description: told, asset, metric, ...one }: SeriesPreview, i: number): Html {
  const digits = digitsOf({ description: told, asset, metric, ...one }) ?? 2;
  const number = (value: number): string => value.toFixed(digits);
  const finer = (value: number): string => value.toFixed(digits + 1);
  const when = (at: number): string => local(at, asset.zone).slice(0, 16);
  const { clamped, autocorrelation } = told;
  const rows: readonly (readonly [string, string])[] = [
    ['records', count(told.records)],
    ['mean', finer(told.mean)],
    ['standard deviation', finer(told.sd)],
    ['lowest', `${number(told.min.value)}, ${when(told.min.at)}`],
    ['5 %', finer(told.p5)],
    ['median', finer(told.median)],
    ['95 %', finer(told.p95)],
    ['highest', `${number(told.max.value)}, ${when(told.max.at)}`],
    ...(clamped.min === null
      ? []
      : [['at the lower bound', `${percent(clamped.min)} at ${String(metric.clamp.min)}`] as const]),
    ...(clamped.max === null
      ? []
      : [['at the upper bound', `${percent(clamped.max)} at ${String(metric.clamp.max)}`] as const]),
    ...(['step', 'hour', 'day'] as const).flatMap((lag) => {
      const value = autocorrelation[lag];
      return value === null
        ? []
        : [[`autocorrelation, ${lag === 'hour' ? 'an' : 'a'} ${lag} apart`, value.toFixed(3)] as const];
    }),
  ];
  return table(
    { id: `numbers-${i}`, caption: 'In numbers' },
    [{ title: 'what' }, { title: 'value', align: 'right' }],
    rows,
  );
}
