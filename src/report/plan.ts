/** A plan as a person reviews it: what would be made, where, and what is to be expected of it. */
import { formatDuration } from '../language/read/duration.ts';
import { type Plan, readBy, readsAlone } from '../model/plan.ts';
import type { Parameter } from '../model/scenario.ts';
import type { Statistics } from '../simulate/statistics.ts';
import type { SetUpStep } from '../run/plan-data.ts';
import { bytes, count, iso, local, percent, plural, span } from './numbers.ts';
import { jobsTable, paragraphs, uptimeTable } from './statistics.ts';
import type { Style } from './style.ts';
import { clip, table } from './table.ts';

export interface PlanReport {
  readonly plan: Plan;
  readonly setup: readonly SetUpStep[];
  readonly statistics: Statistics;
  /** What the target holds already, by stream; null where it was not looked at. */
  readonly held: { readonly target: string; readonly present: ReadonlyMap<string, number> } | null;
}

export function renderPlan(report: PlanReport, style: Style): string {
  const { plan, statistics } = report;
  const { scenario } = plan;
  return (
    `${style.strong(scenario.name)}${scenario.summary === '' ? '' : ` ${style.dim(clip(scenario.summary, style.width - scenario.name.length - 1))}`}\n\n` +
    paragraphs([
      facts(plan, style),
      streams(report, style),
      setUp(report, style),
      uptimeTable(statistics, style, false),
      jobsTable(statistics, style, false),
    ]) +
    '\n'
  );
}

/** `120 inputs, 276 MB`, over all streams that read; null where none does. */
export function readText(plan: Plan): string | null {
  const reads = readBy(plan);
  return reads === null ? null : `${plural(reads.inputs, 'input')}, ${bytes(reads.bytes)}`;
}

export function periodText(plan: Plan): string {
  const { period, scenario } = plan;
  const length = span(period.to - period.from);
  return `${local(period.from, scenario.zone)} to ${local(period.to, scenario.zone)}, ${scenario.zone} (${length})`;
}

function facts(plan: Plan, style: Style): readonly string[] {
  const { scenario, lookback } = plan;
  const parameters = Object.entries(scenario.parameters).map(([name, one]) => `${name} = ${parameterText(one)}`);
  const read = readText(plan);
  const simulated = !readsAlone(plan);
  const rows = [
    ...(simulated
      ? [
          ['period', periodText(plan)],
          ['step', `${formatDuration(plan.step)}, ${plural((plan.period.to - plan.period.from) / plan.step, 'tick')}`],
        ]
      : []),
    ...(read === null ? [] : [['reads', read]]),
    ['now', local(plan.now, scenario.zone)],
    ...(parameters.length === 0 ? [] : [['parameters', parameters.join(', ')]]),
    ...(simulated ? [['seed', `${plan.seed}, engine ${plan.engine}`]] : []),
    ['digest', plan.digest],
    ...(simulated
      ? [
          [
            'lookback',
            [
              formatDuration(lookback.duration),
              ...(lookback.chain.length === 0 ? [] : [lookback.chain.join(' < ')]),
            ].join(': '),
          ],
        ]
      : []),
  ];
  return table(
    [
      { title: '', align: 'left' },
      { title: '', align: 'left' },
    ],
    rows.map(([name = '', text = '']) => [style.dim(name), clip(text, style.width - 14)]),
    String,
  );
}

/** As its author would write it. */
function parameterText({ type, value }: Parameter): string {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'number') return String(value);
  switch (type) {
    case 'duration':
      return formatDuration(value);
    case 'share':
      return percent(value);
    case 'instant':
      return iso(value);
    default:
      return String(value);
  }
}

function streams({ plan, held }: PlanReport, style: Style): readonly string[] {
  const looked = held !== null;
  // How many records there are to read is known once they are.
  const unknown = style.dim('?');
  const cells = (name: string, where: string, series: number, records: number | null, present: number) => [
    name,
    where,
    count(series),
    records === null ? unknown : count(records),
    ...(looked ? [count(present), records === null ? unknown : count(records - present)] : []),
  ];
  const rows = plan.streams.map((stream) =>
    cells(
      stream.id,
      stream.table.name,
      stream.series.length,
      stream.reads === undefined ? stream.records : null,
      held?.present.get(stream.id) ?? 0,
    ),
  );
  const present = [...(held?.present.values() ?? [])].reduce((sum, records) => sum + records, 0);
  const series = plan.streams.reduce((sum, stream) => sum + stream.series.length, 0);
  const allKnown = plan.streams.every(({ reads }) => reads === undefined);
  const total = allKnown
    ? cells('', plural(plan.cells, 'cell'), series, plan.records, present)
    : cells('', readText(plan)!, series, null, present);
  const right = (title: string) => ({ title, align: 'right' as const });
  const left = (title: string) => ({ title, align: 'left' as const });
  const columns = [left('stream'), left('table'), right('series'), right('records')];
  return [
    ...table(
      [...columns, ...(looked ? [right('there'), right('to write')] : [])],
      [...rows, total.map(style.strong)],
      style.dim,
    ),
    ...(looked ? [style.dim(`in ${held.target}`)] : []),
  ];
}

function setUp({ setup }: PlanReport, style: Style): readonly string[] {
  const rows = setup.map((step) =>
    step.kind === 'table'
      ? [step.name, 'table', `${plural(step.columns.length, 'column')}, ${keyText(step.key)}`]
      : [step.name, 'view', `over ${step.table}`],
  );
  const left = (title: string) => ({ title, align: 'left' as const });
  return table([left('set-up'), left(''), left('')], rows, style.dim).map((line) => clip(line, style.width - 2));
}

const keyText = (key: readonly string[] | null): string =>
  key === null ? 'no key: the ledger alone keeps rows unique' : `key ${key.join(', ')}`;
