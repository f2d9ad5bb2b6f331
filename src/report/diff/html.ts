/** A diff as one page: what was written, what it does, and the days of all values before and after, one over the other. */
import type { Diff, Group } from '../../diff/model.ts';
import { HOUR } from '../../model/units.ts';
import { choice } from '../html/choice.ts';
import { figure } from '../html/figure.ts';
import { type Content, type Html, html } from '../html/html.ts';
import { renderPage, type Section } from '../html/page.ts';
import { type Cell, type Column, table } from '../html/table.ts';
import { count } from '../numbers.ts';
import { periodText } from '../plan.ts';
import {
  change,
  editText,
  groupName,
  incidentText,
  levels,
  placeOf,
  placeText,
  reachText,
  setUpText,
  shares,
  signs,
  streamText,
  verdict,
} from './words.ts';

/** @param maker name and version of what makes it */
export function renderDiffPage(diff: Diff, maker: string): string {
  const { sides, facts } = diff;
  const { scenario } = sides.new.plan;
  const sections: readonly (Section & { readonly content: Html | null })[] = [
    { id: 'because', title: 'Because', content: edits(diff, true) },
    { id: 'streams', title: 'Streams', content: streams(diff) },
    { id: 'values', title: 'Values', content: values(diff) },
    { id: 'days', title: 'The day, before and after', content: days(diff) },
    { id: 'rates', title: 'Uptime and success rates', content: rates(diff) },
    { id: 'incidents', title: 'Incidents', content: list(diff.incidents.map((one) => incidentText(one, diff, signs))) },
    { id: 'assets', title: 'Assets', content: assets(diff) },
    { id: 'setup', title: 'Set-up of the target', content: list(diff.setup.map((one) => setUpText(one, signs))) },
    { id: 'idle', title: 'Without effect on the data', content: edits(diff, false) },
  ];
  const [first, ...rest] = verdict(diff, signs);
  return renderPage({
    title: `${scenario.name}: what changes`,
    summary: [first, ...rest].join(' '),
    facts: [
      ['before', sides.old.label],
      ['after', sides.new.label],
      ['period', periodText(sides.new.plan)],
      ...facts.map(({ name, old, new: now }) => [`${name} changes`, change(old, now, signs)] as const),
    ],
    notes: diff.unmeasured === 0 ? [] : [`${count(diff.unmeasured)} more groups of series were not measured.`],
    sections: sections.filter(({ content }) => content !== null),
    maker: `Made by ${maker}. Series whose digests agree are the same, and were not simulated.`,
  });
}

const right = (title: string): Column => ({ title, align: 'right' });

/** A table; null where it would be empty. */
const rowsOf = (id: string, caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]) =>
  rows.length === 0 ? null : table({ id: `${id}-table`, caption, filter: rows.length > 12 }, columns, rows);

function list(lines: readonly Content[]): Html | null {
  return lines.length === 0
    ? null
    : html`<ul>
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>`;
}

function edits({ edits: all }: Diff, effective: boolean): Html | null {
  return list(
    all
      .filter((effect) => effect.effective === effective && effect.edit.section !== 'include')
      .map((effect) => {
        const reach = reachText(effect);
        return html`${editText(effect.edit, signs, Infinity)} <code>${placeText(placeOf(effect.edit))}</code>${
            reach === '' ? null : `, ${reach}`
          }`;
      }),
  );
}

function streams({ streams: all }: Diff): Html | null {
  return rowsOf(
    'streams',
    'Streams that change',
    [{ title: 'stream' }, right('records'), { title: 'series', wraps: true }],
    all
      .filter(({ state, was }) => state !== 'same' || was !== null)
      .map((stream) => [
        stream.id,
        { shown: change(count(stream.records.old), count(stream.records.new), signs), sort: stream.records.new },
        streamText(stream),
      ]),
  );
}

function values({ groups }: Diff): Html | null {
  return rowsOf(
    'values',
    'Level and spread before and after',
    [{ title: 'values' }, { title: 'unit' }, right('mean'), right('spread'), right('least'), right('most')],
    groups.map((group) => {
      const { old, new: now } = group.measure;
      const cell = (key: 'mean' | 'spread' | 'min' | 'max'): Cell => ({
        shown: group.same
          ? levels(now[key], now[key], group.decimals, signs)
          : levels(old[key], now[key], group.decimals, signs),
        sort: now[key],
      });
      return [groupName(group, signs), group.unit ?? '', cell('mean'), cell('spread'), cell('min'), cell('max')];
    }),
  );
}

function days({ groups }: Diff): Html | null {
  const shown = groups.filter(({ same }) => !same);
  if (shown.length === 0) return null;
  return choice(
    { id: 'day', group: 'Metric', item: 'Of' },
    shown.map((group) => ({
      group: group.metric.new,
      item:
        group.assets.length === 1
          ? group.assets[0]!
          : `${count(group.assets.length)} ${signs.times} ${group.assetType}`,
      content: figure(dayOf(group)),
    })),
  );
}

function dayOf(group: Group): Parameters<typeof figure>[0] {
  const { old, new: now } = group.measure;
  // Each mean stands in the middle of its hour.
  const x = old.day.map((_, hour) => (hour + 0.5) * HOUR);
  const y = (day: readonly (number | null)[]) => day.map((mean) => mean ?? NaN);
  const digits = Math.min((group.decimals ?? 2) + 2, 6);
  return {
    title: groupName(group, signs),
    summary: `The mean by local hour of the day: ${levels(old.mean, now.mean, group.decimals, signs)} over the whole day.`,
    axis: { kind: 'day' },
    unit: group.unit,
    digits: null,
    step: null,
    lines: [
      { label: 'before', tone: 'before', look: 'line', x, y: y(old.day).map((mean) => Number(mean.toFixed(digits))) },
      { label: 'after', tone: 'after', look: 'line', x, y: y(now.day).map((mean) => Number(mean.toFixed(digits))) },
    ],
    bands: [],
    marks: [],
    height: 'tall',
  };
}

function rates({ rates: all }: Diff): Html | null {
  return rowsOf(
    'rates',
    'Shares before and after',
    [{ title: 'share' }, right('assets'), right('declared'), right('expected'), right('achieved')],
    all.map(({ kind, assetType, assets: both, old, new: now }) => [
      `${kind === 'uptime' ? 'uptime' : 'success'} of ${assetType}`,
      change(count(both.old), count(both.new), signs),
      shares(old?.declared, now?.declared, signs),
      shares(old?.expected, now?.expected, signs),
      shares(old?.achieved, now?.achieved, signs),
    ]),
  );
}

function assets({ assets: { added, removed, renamed, told } }: Diff): Html | null {
  const most = 200;
  const lines = [
    ...renamed.map((one) => `${one.old} is renamed ${one.new}`),
    ...added.map((id) => `${id} is added`),
    ...removed.map((id) => `${id} is removed`),
    ...told.map((one) => {
      const said =
        one.old === null
          ? `${one.new!} added`
          : one.new === null
            ? `${one.old} removed`
            : change(one.old, one.new, signs);
      return `${one.assets.slice(0, 8).join(', ')}${one.assets.length > 8 ? ` and ${count(one.assets.length - 8)} more` : ''}: ${one.key} ${said}`;
    }),
  ];
  return list(lines.length > most ? [...lines.slice(0, most), `and ${count(lines.length - most)} more`] : lines);
}
