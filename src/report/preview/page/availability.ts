/** Availability as heat strips: one for each asset, or for each type where there are many. */
import type { Instant, Range } from '../../../model/units.ts';
import type { AssetPreview, Preview } from '../../../run/preview/data.ts';
import { clip, measure } from '../../../timeline/interval.ts';
import { timeTicks } from '../../chart/scale.ts';
import { Html, html } from '../../html/html.ts';
import { count, local, percent, plural, span } from '../../numbers.ts';

/** Strips of single assets that a page shows. */
const MOST = 80;
/** Cells of a strip. */
const CELLS = 240;
const HEIGHT = 18;

export function availability({ plan, assets, total }: Preview): Html | null {
  const some = assets.filter(({ states }) => states !== null);
  if (some.length === 0) return null;
  const { period, scenario } = plan;
  const grouped = some.length > MOST;
  const types = [...new Set(some.map(({ asset }) => asset.type))];
  const rows = grouped
    ? types.map((type) =>
        groupRow(
          type,
          some.filter(({ asset }) => asset.type === type),
          period,
          scenario.zone,
        ),
      )
    : some.map((one) => assetRow(one, period, scenario.zone));
  const about = grouped
    ? `Each strip is the mean of the ${count(some.length)} assets that were looked at, by type: the redder, the more of them are not up.`
    : `Each strip is the period, ${span((period.to - period.from) / CELLS)} a cell: its worst state, and of an outage the height says how much of the cell. Choose a name to see its series.`;
  return html`<p>${about}${total.assets > assets.length ? ` ${count(total.assets)} assets in all.` : ''}</p>
    <ul class="legend">
      ${['up', 'degraded', 'down', 'planned'].map((state) => html`<li><i class="${state}"></i>${state}</li>`)}
    </ul>
    <div class="scroll" tabindex="0" role="region" aria-label="Strips of availability">
      <table class="strips" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">${grouped ? 'type' : 'asset'}</th>
            <th scope="col" role="columnheader" class="strip">state</th>
            <th scope="col" role="columnheader" class="right">up</th>
            <th scope="col" role="columnheader" class="right">incidents</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows}
          <tr role="row">
            <td role="cell"></td>
            <td role="cell" class="strip">${axis(period, scenario.zone)}</td>
            <td role="cell"></td>
            <td role="cell"></td>
          </tr>
        </tbody>
      </table>
    </div>`;
}

/** In a narrow window rows are laid out as grids, and a row that is no table's row to CSS is none to readers: hence roles. */
function row(name: Html, strip: Html, up: number, incidents: number): Html {
  return html`<tr role="row">
    <th scope="row" role="rowheader">${name}</th>
    <td role="cell" class="strip">${strip}</td>
    <td role="cell" class="right">${percent(up)}</td>
    <td role="cell" class="right">${count(incidents)}</td>
  </tr>`;
}

interface Cell {
  readonly from: Instant;
  readonly to: Instant;
  readonly down: number;
  readonly degraded: number;
  readonly planned: number;
}

function cellsOf({ states }: AssetPreview, { from, to }: Range): readonly Cell[] {
  return Array.from({ length: CELLS }, (_, i) => {
    const range = { from: from + ((to - from) * i) / CELLS, to: from + ((to - from) * (i + 1)) / CELLS };
    const length = (set: Float64Array): number => measure(clip(set, range.from, range.to));
    const { down, degraded, planned } = states!;
    return { ...range, down: length(down), degraded: length(degraded), planned: length(planned) };
  });
}

function assetRow(one: AssetPreview, period: Range, zone: string): Html {
  const { asset, states, incidents } = one;
  const signs: string[] = [];
  for (const [i, cell] of cellsOf(one, period).entries()) {
    if (cell.down === 0 && cell.degraded === 0) continue;
    const planned = cell.planned > 0 && cell.planned >= cell.down;
    const state = planned ? 'planned' : cell.down > 0 ? 'down' : 'degraded';
    const share = cell.down / (cell.to - cell.from);
    // An outage of a minute is seen too.
    const height = state === 'down' ? Math.round(HEIGHT * Math.max(0.35, Math.min(1, share))) : HEIGHT;
    const lost = [
      ...(cell.down > 0 ? [`${planned ? 'planned, ' : ''}down ${span(cell.down)}`] : []),
      ...(cell.degraded > 0 ? [`degraded ${span(cell.degraded)}`] : []),
    ];
    const title = `${local(cell.from, zone).slice(0, 16)}: ${lost.join(', ')}`;
    signs.push(
      `<rect class="${state}" x="${i}" y="${HEIGHT - height}" width="1.02" height="${height}"><title>${title}</title></rect>`,
    );
  }
  const [down, degraded] = [measure(states!.down), measure(states!.degraded)];
  const words = `up ${percent(states!.up)}, down ${span(down)}, degraded ${span(degraded)}, ${plural(incidents.length, 'incident')}`;
  return row(
    html`<a href="#series" data-choose="${asset.id}">${asset.id}</a>`,
    strip(words, new Html(signs.join(''))),
    states!.up,
    incidents.length,
  );
}

function groupRow(type: string, members: readonly AssetPreview[], period: Range, zone: string): Html {
  const lost = new Float64Array(CELLS);
  let cells: readonly Cell[] = [];
  for (const member of members) {
    cells = cellsOf(member, period);
    for (const [i, { down, degraded, from, to }] of cells.entries())
      lost[i]! += (down + degraded) / (to - from) / members.length;
  }
  const signs = cells.flatMap(({ from }, i) => {
    if (lost[i] === 0) return [];
    // The square root: a hundredth of a fleet is seen, and the whole of it is more.
    const opacity = Math.sqrt(lost[i]!).toFixed(2);
    const title = `${local(from, zone).slice(0, 16)}: ${percent(1 - lost[i]!)} up`;
    return [
      `<rect class="down" x="${i}" y="0" width="1.02" height="${HEIGHT}" opacity="${opacity}"><title>${title}</title></rect>`,
    ];
  });
  const up = members.reduce((sum, { states }) => sum + states!.up, 0) / members.length;
  const incidents = members.reduce((sum, one) => sum + one.incidents.length, 0);
  const name = html`${type} <span class="quiet">× ${count(members.length)}</span>`;
  return row(name, strip(`${type}: up ${percent(up)}`, new Html(signs.join(''))), up, incidents);
}

const strip = (words: string, signs: Html): Html =>
  html`<svg viewBox="0 0 ${CELLS} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${words}">
    <rect class="up" width="${CELLS}" height="${HEIGHT}" />
    ${signs}
  </svg>`;

function axis(period: Range, zone: string): Html {
  const ticks = timeTicks(period, zone, 10).filter(({ at }) => at < 0.95);
  return html`<div class="ticks" aria-hidden="true">
    ${ticks.map(({ at, label }) => html`<span style="left: ${(at * 100).toFixed(2)}%">${label}</span>`)}
  </div>`;
}
