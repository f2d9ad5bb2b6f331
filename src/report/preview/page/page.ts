/** A preview as one page: what happens to whom, every series that was chosen, and what was declared against it. */
import type { Preview } from '../../../run/preview/data.ts';
import type { Statistics } from '../../../simulate/statistics.ts';
import { html, type Html } from '../../html/html.ts';
import { renderPage, type Section } from '../../html/page.ts';
import { count, percent, plural } from '../../numbers.ts';
import { periodText } from '../../plan.ts';
import { achieved } from './achieved.ts';
import { availability } from './availability.ts';
import { graph } from './graph.ts';
import { incidents } from './incidents.ts';
import { calendar, events } from './jobs.ts';
import { series } from './series.ts';

/** @param maker name and version of what makes it */
export function renderPreviewPage(preview: Preview, statistics: Statistics, maker: string): string {
  const { plan, total, leftOut } = preview;
  const { scenario } = plan;
  const parameters = Object.entries(scenario.parameters).map(([name, { value }]) => `${name} = ${String(value)}`);
  const sections: readonly (Section & { readonly content: Html | null })[] = [
    { id: 'availability', title: 'Availability', content: availability(preview) },
    { id: 'series', title: 'Series', content: series(preview) },
    { id: 'achieved', title: 'Declared and achieved', content: achieved(statistics) },
    { id: 'incidents', title: 'Incidents', content: incidents(preview) },
    { id: 'jobs', title: 'Jobs', content: calendar(preview) },
    { id: 'events', title: 'Events', content: events(preview) },
    { id: 'dependencies', title: 'Dependencies', content: graph(preview) },
  ];
  return renderPage({
    title: scenario.name,
    summary: scenario.summary,
    facts: [
      ['period', periodText(plan)],
      ['seed', `${plan.seed}, engine ${plan.engine}`],
      ...(parameters.length === 0 ? [] : [['parameters', parameters.join(', ')] as const]),
      [
        'shown',
        `${plural(plan.assets.length, 'asset')} of ${count(total.assets)}, ${preview.series.length} of ${count(total.series)} series`,
      ],
    ],
    notes: [...leftOut.map(({ what, see }) => html`Not on this page: ${what}. See them with <code>${see}</code>`)],
    sections: [
      { id: 'overview', title: 'Overview', content: tiles(preview) },
      ...sections.filter(({ content }) => content !== null),
    ],
    maker: `Made by ${maker}. Whoever runs this scenario with this seed gets these data.`,
  });
}

function tiles({ plan, assets, series: shown, jobs }: Preview): Html {
  const known = assets.flatMap(({ states }) => (states === null ? [] : [states.up]));
  const runs = jobs.flatMap((job) => job.runs);
  const all = [
    [count(plan.assets.length), 'assets'],
    [count(plan.records), 'records of them'],
    ...(known.length === 0 ? [] : [[percent(known.reduce((a, b) => a + b, 0) / known.length), 'of the time up']]),
    [count(assets.reduce((sum, one) => sum + one.incidents.length, 0)), 'incidents'],
    ...(runs.length === 0
      ? []
      : [
          [
            percent(runs.filter(({ succeeded }) => succeeded).length / runs.length),
            `of ${count(runs.length)} jobs succeeded`,
          ],
        ]),
    [count(shown.length), 'series to look at'],
  ];
  return html`<ul class="tiles">
    ${all.map(([number, what]) => html`<li><b>${number}</b> ${what}</li>`)}
  </ul>`;
}
