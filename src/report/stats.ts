/** Statistics of a simulation or of what a target holds, for a person. */
import { type Plan, readsAlone } from '../model/plan.ts';
import type { Count } from '../run/counts.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Measured } from '../run/realism/measure.ts';
import type { Statistics } from '../simulate/statistics.ts';
import { bytes, count, plural } from './numbers.ts';
import { periodText, readText } from './plan.ts';
import { episodesTable, valuesTable, worries } from './realism.ts';
import { incidentsTable, jobsTable, paragraphs, uptimeTable } from './statistics.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

export interface StatsReport {
  readonly plan: Plan;
  readonly counts: readonly Count[];
  readonly statistics: Statistics;
  /** Where the counts were read; null: simulated. */
  readonly target: { readonly label: string; readonly bytes: number | null } | null;
  /** Of a simulation. */
  readonly realism: { readonly measured: Measured; readonly findings: readonly Diagnostic[] } | null;
}

/** @param texts of the files that warnings stand in */
export function renderStats(
  { plan, counts, statistics, target, realism }: StatsReport,
  texts: ReadonlyMap<string, string>,
  style: Style,
): string {
  const { scenario } = plan;
  if (target === null && readsAlone(plan)) {
    const read = `${style.strong(scenario.name)} reads ${readText(plan)!}: nothing is simulated`;
    return paragraphs([[read, style.dim('with --to: what a target holds of it')]]) + '\n';
  }
  const records = counts.reduce((sum, one) => sum + one.records, 0);
  const size = target?.bytes === null || target === null ? '' : `, ${bytes(target.bytes)}`;
  const where = target === null ? 'simulated' : `in ${target.label}`;
  return (
    paragraphs([
      [
        `${style.strong(scenario.name)} ${where}: ${plural(records, 'record')}${size}`,
        style.dim(`${periodText(plan)}, seed ${plan.seed}`),
      ],
      countsTable(counts, style),
      realism === null ? [] : valuesTable(realism.measured, style),
      uptimeTable(statistics, style, true),
      jobsTable(statistics, style, true),
      realism === null ? [] : episodesTable(realism.measured, style),
      incidentsTable(statistics, scenario.zone, style),
    ]) +
    '\n' +
    (realism === null ? '' : worries(realism.findings, texts, style))
  );
}

function countsTable(counts: readonly Count[], style: Style): readonly string[] {
  if (counts.length === 0) return [];
  const left = (title: string) => ({ title, align: 'left' as const });
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [left('stream'), left('asset type'), left('metric'), right('assets'), right('records')];
  const rows = counts.map((one, i) => [
    one.stream === counts[i - 1]?.stream ? '' : one.stream,
    one.assetType === '' ? style.dim('-') : one.assetType,
    one.metric ?? style.dim('-'),
    one.assetType === '' ? style.dim('-') : count(one.assets),
    count(one.records),
  ]);
  return table(columns, rows, style.dim);
}
