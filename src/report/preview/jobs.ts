/** Jobs as a calendar: one sign for each local day. */
import type { Plan } from '../../model/plan.ts';
import { DAY } from '../../model/units.ts';
import type { JobPreview } from '../../run/preview/data.ts';
import { zone } from '../../timeline/zone.ts';
import { Canvas } from '../chart/canvas.ts';
import { timeTicks } from '../chart/scale.ts';
import { percent, plural } from '../numbers.ts';
import type { Style } from '../style.ts';
import { clip } from '../table.ts';

/** Rows that are shown; of more jobs than this the first. */
const MOST = 20;

/** What happened on each day: how often it ran, and how often in vain. */
export interface JobDay {
  readonly runs: number;
  readonly failed: number;
}

/** Local days of the period, as days since 1970. */
export function jobDays(
  { runs, asset }: JobPreview,
  { period }: Pick<Plan, 'period'>,
): { readonly first: number; readonly days: readonly JobDay[] } {
  const place = zone(asset.zone);
  const dayOf = (t: number): number => Math.floor((t + place.offsetAt(t).offset) / DAY);
  const first = dayOf(period.from);
  const days = Array.from({ length: dayOf(period.to - 1) - first + 1 }, () => ({ runs: 0, failed: 0 }));
  for (const { start, succeeded } of runs) {
    const day = days[dayOf(start) - first];
    if (day === undefined) continue;
    day.runs += 1;
    day.failed += Number(!succeeded);
  }
  return { first, days };
}

export function calendar(jobs: readonly JobPreview[], plan: Plan, style: Style): readonly string[] {
  const some = jobs.filter(({ runs }) => runs.length > 0).slice(0, MOST);
  if (some.length === 0) return [];
  const signs = style.unicode
    ? { fine: '■', mixed: '▣', failed: '✗', none: '·' }
    : { fine: 'o', mixed: '%', failed: 'X', none: '.' };
  const name = Math.min(28, Math.max(...some.map(({ asset }) => asset.id.length)));
  const room = style.columns - name - 14;
  const { days: all } = jobDays(some[0]!, plan);
  // Where there are more days than columns, some share a sign; where there are few, a sign has two columns.
  const each = Math.ceil(all.length / room);
  const wide = Math.min(2, Math.max(1, Math.floor(room / all.length)));
  const columns = Math.ceil(all.length / each) * wide;
  const lines = some.map((job) => {
    const { days } = jobDays(job, plan);
    const strip: string[] = [];
    for (let i = 0; i < days.length; i += each) {
      const part = days.slice(i, i + each);
      const [runs, failed] = [sum(part.map((day) => day.runs)), sum(part.map((day) => day.failed))];
      const [sign, paint] =
        runs === 0
          ? [signs.none, style.dim]
          : failed === 0
            ? [signs.fine, style.good]
            : failed === runs
              ? [signs.failed, style.bad]
              : [signs.mixed, style.warn];
      strip.push(paint(sign) + (wide === 2 ? ' ' : ''));
    }
    const good = job.runs.filter(({ succeeded }) => succeeded).length / job.runs.length;
    return `${clip(job.asset.id, name, style).padEnd(name)}  ${strip.join('')}  ${percent(good, 1).padStart(8)}`;
  });
  const dates = new Canvas(columns + 8, 1);
  let free = 0;
  for (const { at, label } of timeTicks(plan.period, plan.scenario.zone, Math.max(2, Math.floor(columns / 8)))) {
    const x = Math.floor((at * columns) / wide) * wide;
    if (x < free) continue;
    dates.put(x, 0, label, style.dim);
    free = x + label.length + 1;
  }
  const streams = [...new Set(some.map(({ stream }) => stream))].join(', ');
  const legend = `${style.good(signs.fine)} succeeded  ${style.bad(signs.failed)} failed  ${style.warn(signs.mixed)} both  ${style.dim(signs.none)} no run`;
  const more = jobs.length > some.length ? style.dim(`and ${plural(jobs.length - some.length, 'more')}`) : null;
  return [
    `${style.strong(streams)}  ${style.dim(each === 1 ? 'by day' : `by ${plural(each, 'day')}`)}  ${legend}`,
    `${' '.repeat(name + 2)}${dates.lines()[0] ?? ''}`,
    ...lines,
    ...(more === null ? [] : [more]),
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
