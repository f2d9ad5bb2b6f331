/** Uptime and success rates: what the scenario declares, what is to be expected of it, and what came out. */
import type { Statistics } from '../simulate/statistics.ts';
import type { ZoneName } from '../model/units.ts';
import { count, local, percent, plural, span } from './numbers.ts';
import type { Style } from './style.ts';
import { clip, table, type TableColumn } from './table.ts';

const left = (title: string): TableColumn => ({ title, align: 'left' });
const right = (title: string): TableColumn => ({ title, align: 'right' });

/** `98.79 % ± 0.12`: a share and one standard deviation of it. */
function expectation(share: number, spread: number, style: Style): string {
  return `${percent(share)} ${style.unicode ? '±' : '+-'} ${(spread * 100).toFixed(2)}`;
}

const declaration = (share: number | null): string => (share === null ? '' : percent(share));

/** `achieved`: false before anything was made. */
export function uptimeTable({ uptime }: Statistics, style: Style, achieved: boolean): readonly string[] {
  if (uptime.length === 0) return [];
  const columns = [left('uptime'), right('assets'), right('declared'), right('expected')];
  const more = achieved ? [right('achieved'), right('degraded')] : [];
  const rows = uptime.map((row) => [
    row.assetType,
    count(row.assets),
    declaration(row.declared),
    expectation(row.expected, row.spread, style),
    ...(achieved ? [percent(row.achieved), percent(row.degraded)] : []),
  ]);
  return table([...columns, ...more], rows, style.dim);
}

export function jobsTable({ jobs }: Statistics, style: Style, achieved: boolean): readonly string[] {
  if (jobs.length === 0) return [];
  const streams = new Set(jobs.map(({ stream }) => stream));
  const columns = [left([...streams].join(', ')), right('runs'), right('declared'), right('expected')];
  const rows = jobs.map((row) => [
    streams.size === 1 ? row.assetType : `${row.stream} ${row.assetType}`,
    count(row.jobs),
    percent(row.declared),
    expectation(row.expected, row.spread, style),
    ...(achieved ? [percent(row.achieved)] : []),
  ]);
  return table([...columns, ...(achieved ? [right('achieved')] : [])], rows, style.dim);
}

export function incidentsTable({ incidents }: Statistics, zone: ZoneName, style: Style): readonly string[] {
  if (incidents.largest.length === 0) return [];
  const rows = incidents.largest.map((incident) => {
    const state = incident.state ?? '';
    return [
      local(incident.start, zone).slice(0, 16),
      span(incident.end - incident.start),
      incident.state === 'down' ? style.bad(state) : style.warn(state),
      clip(incident.asset, 20),
      [
        incident.because ?? incident.episode,
        ...(incident.planned ? ['planned'] : []),
        ...(incident.affected > 1 ? [plural(incident.affected, 'asset')] : []),
      ].join(', '),
    ];
  });
  const title = `${plural(incidents.total, 'incident')}${incidents.inherited === 0 ? '' : `, ${count(incidents.inherited)} of them inherited`}; the largest:`;
  return [
    title,
    ...table([left(''), right(''), left(''), left(''), left('')], rows, style.dim).map((line) =>
      clip(line, style.width - 4),
    ),
  ];
}

/** Blocks of lines, one empty line between those that say something; each block stands in by two. */
export function paragraphs(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => (line === '' ? '' : `  ${line}`)).join('\n'))
    .join('\n\n');
}
