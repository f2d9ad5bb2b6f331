/** Jobs as a calendar, and other events by the hour. */
import type { Plan } from '../../../model/plan.ts';
import { DAY, HOUR } from '../../../model/units.ts';
import type { EventsPreview, JobPreview, Preview } from '../../../run/preview/data.ts';
import { zone } from '../../../timeline/zone.ts';
import { figure, type Figure } from '../../html/figure.ts';
import { html, type Html } from '../../html/html.ts';
import { count, percent, plural } from '../../numbers.ts';
import { jobDays, type JobDay } from '../jobs.ts';

/** Rows and days that a page shows; of more the first rows and the last days. */
const [MOST_JOBS, MOST_DAYS] = [60, 62];

export function calendar({ jobs, plan }: Preview): Html | null {
  const all = jobs.filter(({ runs }) => runs.length > 0);
  const some = all.slice(0, MOST_JOBS);
  if (some.length === 0) return null;
  const { first, days } = jobDays(some[0]!, plan);
  const skipped = Math.max(0, days.length - MOST_DAYS);
  const dates = days.slice(skipped).map((_, i) => new Date((first + skipped + i) * DAY).toISOString().slice(0, 10));
  const cut = [
    ...(skipped > 0 ? [`the last ${MOST_DAYS} of ${days.length} days`] : []),
    ...(all.length > some.length ? [`the first ${MOST_JOBS} of ${count(all.length)} assets`] : []),
  ];
  return html`<p>One sign for each local day${cut.length === 0 ? '' : `; ${cut.join(', ')}`}.</p>
    <ul class="legend">
      <li><i class="up"></i>succeeded</li>
      <li><i class="down"></i>failed, with how many</li>
      <li><i class="none"></i>no run</li>
    </ul>
    <div class="scroll" tabindex="0" role="region" aria-label="Jobs by day">
      <table class="calendar">
        <caption>
          From ${dates[0]} to ${dates.at(-1)}
        </caption>
        <thead>
          <tr>
            <th scope="col">asset</th>
            ${dates.map((date) => html`<th scope="col" class="day" title="${date}">${date.slice(8)}</th>`)}
            <th scope="col" class="right">succeeded</th>
          </tr>
        </thead>
        <tbody>
          ${some.map((job) => row(job, plan, dates, skipped))}
        </tbody>
      </table>
    </div>`;
}

function row(job: JobPreview, plan: Plan, dates: readonly string[], skipped: number): Html {
  const days = jobDays(job, plan).days.slice(skipped);
  const succeeded = job.runs.filter((run) => run.succeeded).length;
  return html`<tr>
    <th scope="row">${job.asset.id}</th>
    ${days.map((day, i) => html`<td>${sign(day, dates[i]!)}</td>`)}
    <td class="right">${percent(succeeded / job.runs.length, 1)}</td>
  </tr>`;
}

function sign({ runs, failed }: JobDay, date: string): Html {
  const words = `${date}: ${runs === 0 ? 'no run' : failed === 0 ? `${plural(runs, 'run')} succeeded` : `${failed} of ${plural(runs, 'run')} failed`}`;
  const state = runs === 0 ? 'none' : failed === 0 ? 'up' : 'down';
  return html`<i class="${state}" role="img" aria-label="${words}" title="${words}">${failed > 0 ? failed : ''}</i>`;
}

export function events({ events: all, plan }: Preview): Html | null {
  const some = all.filter(({ times }) => times.length > 0);
  if (some.length === 0) return null;
  return html`${some.map((one) => figure(eventFigure(one, plan)))}`;
}

function eventFigure({ stream, times, assets }: EventsPreview, { period, scenario }: Plan): Figure {
  const every = (period.to - period.from) / HOUR > 24 * 31 ? DAY : HOUR;
  const bins = Math.ceil((period.to - period.from) / every);
  const counts = new Float64Array(bins + 1);
  for (const t of times) {
    const bin = Math.floor((t - period.from) / every);
    if (bin >= 0 && bin < bins) counts[bin]! += 1;
  }
  return {
    title: stream,
    summary: `${plural(times.length, 'event')} of ${plural(assets, 'asset')}, by the ${every === DAY ? 'day' : 'hour'}.`,
    axis: {
      kind: 'time',
      offsets: zone(scenario.zone)
        .segments(period.from, period.to)
        .map(({ from, offset }) => [from, offset] as const),
    },
    unit: every === DAY ? 'a day' : 'an hour',
    digits: 0,
    step: every,
    lines: [{ label: stream, tone: 'main', look: 'bars', x: counts.map((_, i) => period.from + i * every), y: counts }],
    bands: [],
    marks: [],
    height: 'low',
  };
}
