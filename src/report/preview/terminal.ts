/** A preview in a terminal: one series in full, or an overview of what there is. */
import type { AssetPreview, Preview, SeriesPreview } from '../../run/preview/data.ts';
import { bytes, local, plural, span } from '../numbers.ts';
import { periodText } from '../plan.ts';
import type { Style } from '../style.ts';
import { clip, table } from '../table.ts';
import { overview } from './overview.ts';
import { calendar } from './jobs.ts';
import { course, distribution, shapes } from './series.ts';

/** @param asked somebody named an asset or a metric; else an overview */
export function renderPreview(preview: Preview, asked: boolean, style: Style): string {
  const { plan, leftOut } = preview;
  const blocks = [
    [
      `${style.strong(plan.scenario.name)}${plan.scenario.summary === '' ? '' : `  ${style.dim(clip(plan.scenario.summary, style.columns - plan.scenario.name.length - 2, style))}`}`,
      style.dim(`${periodText(plan)}, seed ${plan.seed}`),
    ],
    ...(asked ? inFull(preview, style) : overview(preview, style)),
    leftOut.flatMap(({ what, see }) => [style.dim(`Not shown: ${what}.`), style.dim(`  ${see}`)]),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** Where a page is, and how large. */
export function renderWritten(path: string, size: number, style: Style): string {
  return `${style.good(style.unicode ? '✔' : 'ok')} ${style.strong(path)}, ${bytes(size)}: open it in any browser\n`;
}

/** Rows of a chart that stands with others, and of one that stands alone. */
const [LOW, TALL] = [6, 12];

function inFull({ plan, assets, series, jobs }: Preview, style: Style): readonly (readonly string[])[] {
  const ownerOf = ({ asset }: SeriesPreview): AssetPreview => assets.find((one) => one.asset.id === asset.id)!;
  const alone = series.length === 1;
  return [
    ...assets.flatMap((owner) => {
      const own = series.filter(({ asset }) => asset.id === owner.asset.id);
      const blocks = own.flatMap((one) => [
        [headOf(one, style), ...course(one, ownerOf(one), plan.period, alone ? TALL : LOW, style)],
        ...(alone ? [shapes(one, style), distribution(one, style)] : []),
      ]);
      return [...blocks, happened(owner, plan.scenario.zone, style)];
    }),
    calendar(jobs, plan, style),
  ];
}

function headOf({ asset, metric }: SeriesPreview, style: Style): string {
  const about = [asset.type, metric.unit, metric.summary].filter((text) => text !== null && text !== '');
  const name = `${asset.id}  ${metric.name}`;
  return `${style.strong(name)}  ${style.dim(clip(about.join(', '), style.columns - name.length - 2, style))}`;
}

const MOST_INCIDENTS = 6;

/** What happened to an asset: its share of time, and the longest of its incidents in the order of time. */
function happened({ asset, states, incidents }: AssetPreview, zone: string, style: Style): readonly string[] {
  if (states === null && incidents.length === 0) return [];
  const longest = [...incidents].sort((a, b) => b.end - b.start - (a.end - a.start)).slice(0, MOST_INCIDENTS);
  const rows = incidents
    .filter((incident) => longest.includes(incident))
    .map(({ start, end, state, label, episode, because, planned, root }) => [
      `  ${local(start, zone).slice(0, 16)}`,
      span(end - start),
      state === 'down' ? style.bad(state) : state === null ? '' : style.warn(state),
      [
        because ?? label ?? episode,
        ...(planned ? ['planned'] : []),
        ...(root === asset.id ? [] : [`from ${root}`]),
      ].join(', '),
    ]);
  const columns = (['left', 'right', 'left', 'left'] as const).map((align) => ({ title: '', align }));
  const up = states === null ? '' : `up ${(100 * states.up).toFixed(2)} %, `;
  const others = incidents.length > rows.length ? ', of which the longest' : '';
  return [
    `${style.strong(asset.id)}  ${up}${plural(incidents.length, 'incident')}${others}`,
    ...table(columns, rows, String).map((line) => clip(line, style.columns, style)),
  ];
}
