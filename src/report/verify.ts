/** What a verification found, for a person. */
import type { Plan } from '../model/plan.ts';
import type { Counts, Difference, Example, Fields } from '../run/verify/findings.ts';
import type { LedgerDifference } from '../run/verify/ledger.ts';
import type { Verified } from '../run/verify/verify.ts';
import { count, local, plural, span } from './numbers.ts';
import { periodText } from './plan.ts';
import { paragraphs } from './statistics.ts';
import type { Style } from './style.ts';
import { clip, table } from './table.ts';

export interface VerifyReport {
  readonly plan: Plan;
  readonly verified: Verified;
  readonly equal: boolean;
  /** The commands that write what is missing, and that write everything anew. */
  readonly next: { readonly run: string; readonly clean: string };
}

/** More would run off the screen; `--json` has them. */
const SHOWN = 20;

export function renderVerify(report: VerifyReport, style: Style): string {
  const { plan, verified, equal } = report;
  return (
    paragraphs([
      [headline(report, style), style.dim(`${periodText(plan)}, seed ${plan.seed}, ${span(verified.seconds * 1000)}`)],
      streams(verified, style),
      ...(equal
        ? []
        : [differences(report, style), ledger(report, style), damage(verified, style), advice(report, style)]),
    ]) + '\n'
  );
}

function headline({ plan, verified, equal }: VerifyReport, style: Style): string {
  const records = verified.streams.reduce((sum, one) => sum + one.records, 0);
  const sign = equal ? style.good(style.unicode ? '✔' : 'ok') : style.bad(style.unicode ? '✘' : 'differs');
  const says = equal
    ? `holds ${records === 1 ? 'the one record' : `all ${count(records)} records`}, each as it should be`
    : 'does not hold what it should';
  return `${sign} ${verified.target} ${says}: ${style.strong(plan.scenario.name)}`;
}

function streams({ streams: all }: Verified, style: Style): readonly string[] {
  const right = (title: string) => ({ title, align: 'right' as const });
  const left = (title: string) => ({ title, align: 'left' as const });
  const cell = (value: number) => (value === 0 ? style.dim('-') : style.bad(count(value)));
  return table(
    [left('stream'), left('table'), right('records'), right('missing'), right('extra'), right('different')],
    all.map(({ stream, records, missing, extra, different }) => [
      stream.id,
      stream.table.name,
      count(records),
      cell(missing),
      cell(extra),
      cell(different),
    ]),
    style.dim,
  );
}

function differences({ plan, verified }: VerifyReport, style: Style): readonly string[] {
  const { zone } = plan.scenario;
  const lines = verified.differences
    .slice(0, SHOWN)
    .flatMap((difference) => [
      `${style.strong(whose(difference))}${when(difference, zone)}: ${amounts(difference)}`,
      ...difference.examples.map((one) => style.dim(clip(`  ${exampleText(plan, difference, one)}`, style.width))),
    ]);
  const more = verified.differences.length + verified.unlisted - SHOWN;
  return more > 0 ? [...lines, style.dim(`and ${plural(more, 'more place')}; --json has the first 1,000`)] : lines;
}

const whose = ({ stream, asset, metric }: Difference): string =>
  [stream, asset, metric].filter((part) => part !== null).join(' ');

const when = ({ range }: Difference, zone: string): string =>
  range === null ? '' : `, ${local(range.from, zone)} to ${local(range.to, zone)}`;

function amounts({ missing, unwritten, extra, different }: Counts): string {
  const toWrite =
    unwritten === 0 ? '' : unwritten === missing ? ' (not written yet)' : ` (${count(unwritten)} not written yet)`;
  return [
    ...(missing > 0 ? [`${count(missing)} missing${toWrite}`] : []),
    ...(extra > 0 ? [`${count(extra)} extra`] : []),
    ...(different > 0 ? [`${count(different)} different`] : []),
  ].join(', ');
}

/** The columns that tell which record it is, and those that differ. */
function exampleText(plan: Plan, { stream }: Difference, { kind, expected, found }: Example): string {
  const { table: where, keyColumns } = plan.streams.find(({ id }) => id === stream)!;
  const row = (expected ?? found)!;
  const { asset, metric, time } = keyColumns;
  const names = where.key ?? [asset, metric, time].filter((name) => name !== null);
  const own = names.filter((name) => name !== asset && name !== metric);
  const which = own.map((name) => text(row, name)).join(' ');
  const at = which === '' ? '' : `${which}: `;
  if (expected === null || found === null) {
    const rest = Object.keys(row).filter((name) => !names.includes(name) && row[name] !== null);
    return `${kind}: ${at}${rest.map((name) => `${name} ${text(row, name)}`).join(', ')}`;
  }
  const changed = Object.keys(row).filter((name) => text(expected, name) !== text(found, name));
  return `different: ${at}${changed.map((name) => `${name} is ${text(found, name)} and should be ${text(expected, name)}`).join(', ')}`;
}

function text(fields: Fields, name: string): string {
  const value = fields[name] ?? null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function ledger({ plan, verified }: VerifyReport, style: Style): readonly string[] {
  const { zone } = plan.scenario;
  return verified.ledger.slice(0, SHOWN).map(({ stream, range, expected, found }: LedgerDifference) => {
    const where = range === null ? '' : `, ${local(range.from, zone)} to ${local(range.to, zone)}`;
    const what =
      expected.records === found.records
        ? `fingerprint ${found.fingerprint} and should say ${expected.fingerprint}`
        : `${plural(found.records, 'record')} and should say ${count(expected.records)}`;
    return `${style.strong(`ledger of ${stream}`)}${where}: says ${what}`;
  });
}

const damage = ({ damaged }: Verified, style: Style): readonly string[] =>
  damaged.map(({ place, message }) => `${style.strong(place)}: ${message}`);

function advice({ verified, next }: VerifyReport, style: Style): readonly string[] {
  const total = (of: keyof Counts) => verified.streams.reduce((sum, one) => sum + one[of], 0);
  const lost =
    total('missing') -
    total('unwritten') +
    total('extra') +
    total('different') +
    verified.ledger.length +
    verified.damaged.length;
  return [
    ...(total('unwritten') > 0 ? [`What is not written yet:      ${style.accent(next.run)}`] : []),
    ...(lost > 0 ? [`To write everything anew:     ${style.accent(next.clean)}`] : []),
  ];
}
