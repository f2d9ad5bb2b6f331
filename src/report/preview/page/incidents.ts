/** Everything that happens to the assets, each with its cause and its root. */
import type { Preview } from '../../../run/preview/data.ts';
import { html, type Html } from '../../html/html.ts';
import { table } from '../../html/table.ts';
import { count, local, span } from '../../numbers.ts';

/** Rows that a page holds. */
const MOST = 1000;

export function incidents({ assets, plan }: Preview): Html | null {
  const all = assets.flatMap((one) => one.incidents);
  if (all.length === 0) return null;
  const longest = [...all].sort((a, b) => b.end - b.start - (a.end - a.start)).slice(0, MOST);
  const shown = longest.sort((a, b) => a.start - b.start || (a.asset < b.asset ? -1 : 1));
  const id = (asset: string): Html => html`<a href="#series" data-choose="${asset}">${asset}</a>`;
  const rows = shown.map((one) => [
    { shown: local(one.start, plan.scenario.zone).slice(0, 16), sort: one.start },
    { shown: one.end === one.start ? 'event' : span(one.end - one.start), sort: one.end - one.start },
    id(one.asset),
    one.state,
    one.episode,
    one.because ?? one.label,
    one.planned ? 'planned' : '',
    one.cause === one.asset ? '' : one.cause,
    one.root === one.asset ? '' : one.root,
  ]);
  const some =
    shown.length < all.length
      ? `The longest ${count(shown.length)} of ${count(all.length)} incidents`
      : `All ${count(all.length)} incidents`;
  return table(
    {
      id: 'all-incidents',
      caption: `${some}; cause is the asset that it comes from, root the one where it began`,
      filter: true,
    },
    [
      { title: 'start' },
      { title: 'length', align: 'right' },
      ...['asset', 'state', 'episode'].map((title) => ({ title })),
      { title: 'because', wraps: true },
      ...['planned', 'cause', 'root'].map((title) => ({ title })),
    ],
    rows,
  );
}
