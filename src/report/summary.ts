/** The end of a run, as a person enjoys to read it. */
import { type Plan, readsAlone } from '../model/plan.ts';
import type { Statistics } from '../simulate/statistics.ts';
import type { Summary } from '../run/summary.ts';
import { bytes, compact, count, plural, span } from './numbers.ts';
import { periodText, readText } from './plan.ts';
import { incidentsTable, jobsTable, paragraphs, uptimeTable } from './statistics.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

export interface SummaryReport {
  readonly plan: Plan;
  readonly summary: Summary;
  readonly statistics: Statistics;
  /** The command that shows the data. */
  readonly look: string | null;
  readonly logPath: string | null;
}

export function renderSummary(report: SummaryReport, style: Style): string {
  const { plan, statistics } = report;
  return (
    paragraphs([
      [...headline(report.summary, style), style.dim(originText(plan))],
      streams(report.summary, style),
      rejections(report.summary, style),
      uptimeTable(statistics, style, true),
      jobsTable(statistics, style, true),
      // What befalls assets says nothing of their own records.
      plan.streams.every(({ kind }) => kind === 'assets') ? [] : incidentsTable(statistics, plan.scenario.zone, style),
      next(report, style),
    ]) + '\n'
  );
}

/** Of which period and seed the records are, or what they were read from. */
function originText(plan: Plan): string {
  const read = readText(plan);
  const simulated = `${periodText(plan)}, seed ${plan.seed}`;
  if (read === null) return simulated;
  return readsAlone(plan) ? `read from ${read}` : `${simulated}; read from ${read}`;
}

function headline(summary: Summary, style: Style): readonly string[] {
  const sign = summary.rejected > 0 ? style.warn('!') : style.good(style.unicode ? '✔' : 'ok');
  const arrow = style.unicode ? '→' : '->';
  const size = summary.targetBytes === null ? '' : `; the target takes ${bytes(summary.targetBytes)}`;
  const done =
    summary.written === 0 && summary.rejected === 0
      ? `nothing to do: ${thereText(summary.present)}`
      : `${plural(summary.written, 'record')} in ${span(summary.seconds * 1000)}, ${compact(summary.recordsPerSecond)} a second`;
  return [`${sign} ${style.strong(summary.scenario)} ${arrow} ${summary.target}`, `${done}${size}`];
}

function thereText(present: number): string {
  if (present === 0) return 'there are no records';
  return present === 1 ? 'the one record was there' : `all ${count(present)} records were there`;
}

function streams(summary: Summary, style: Style): readonly string[] {
  const there = summary.present > 0;
  const refused = summary.rejected > 0;
  const cell = (records: number) => (records === 0 ? style.dim('-') : count(records));
  const rows = summary.streams.map((stream) => [
    stream.name,
    stream.table,
    count(stream.series),
    cell(stream.written),
    ...(there ? [cell(stream.present)] : []),
    ...(refused ? [cell(stream.rejected)] : []),
  ]);
  return table(
    [
      { title: 'stream', align: 'left' },
      { title: 'table', align: 'left' },
      { title: 'series', align: 'right' },
      { title: 'written', align: 'right' },
      ...(there ? [{ title: 'was there', align: 'right' } as const] : []),
      ...(refused ? [{ title: 'rejected', align: 'right' } as const] : []),
    ],
    rows,
    style.dim,
  );
}

/** What the target did not take, and why. */
function rejections(summary: Summary, style: Style): readonly string[] {
  return summary.rejections.flatMap(({ table: name, rule, records, record }) => [
    `${style.bad(plural(records, 'record'))} not taken by ${name}: ${rule}`,
    style.dim(`  such as ${JSON.stringify(record)}`),
  ]);
}

function next({ look, logPath }: SummaryReport, style: Style): readonly string[] {
  return [
    ...(look === null ? [] : [`Look at it:  ${style.accent(look)}`]),
    ...(logPath === null ? [] : [style.dim(`Log:         ${logPath}`)]),
  ];
}
