/** A diff for a terminal. */
import type { Diff, Group, RateChange } from '../../diff/model.ts';
import { count, local, plural, span } from '../numbers.ts';
import { binned, scaleOf, sparkline } from '../sparkline.ts';
import { paragraphs } from '../statistics.ts';
import type { Style } from '../style.ts';
import { clip, table, type TableColumn, widthOf } from '../table.ts';
import {
  asciiSigns,
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
  type Signs,
  signs,
  streamText,
  verdict,
} from './words.ts';
import { wrap } from '../prose.ts';

/** Rows of a table; `--format json` has all. */
const MOST = 20;

const left = (title: string): TableColumn => ({ title, align: 'left' });
const right = (title: string): TableColumn => ({ title, align: 'right' });

export function renderDiff(diff: Diff, style: Style): string {
  const sign = style.unicode ? signs : asciiSigns;
  return `${title(diff, sign, style)}\n\n${paragraphs([
    verdict(diff, sign).flatMap((line, i) =>
      wrap(i === 0 ? line : line, style.width - 2).map((part) => (i === 0 ? style.strong(part) : part)),
    ),
    facts(diff, sign, style),
    causes(diff, sign, style),
    assets(diff, sign, style),
    streams(diff, sign, style),
    values(diff, sign, style),
    rates(diff, sign, style),
    incidents(diff, sign, style),
    setUp(diff, sign, style),
    idle(diff, sign, style),
  ])}\n`;
}

function title({ sides: { old, new: now } }: Diff, sign: Signs, style: Style): string {
  const { scenario } = now.plan;
  return `${style.strong(scenario.name)} ${style.dim(clip(`${old.label} ${sign.arrow} ${now.label}`, style.width - widthOf(scenario.name) - 1))}`;
}

function facts({ facts: all, sides: { new: now } }: Diff, sign: Signs, style: Style): readonly string[] {
  const { period, scenario } = now.plan;
  const rows = all
    .filter(({ name }) => name === 'step' || name === 'timezone')
    .map(({ name, old, new: after }) => [name, change(old, after, sign)]);
  const other = all.find(({ name }) => name === 'period');
  const whole = `${local(period.from, scenario.zone)} to ${local(period.to, scenario.zone)}, ${scenario.zone} (${span(period.to - period.from)})`;
  const periods =
    other === undefined
      ? [['period', whole]]
      : [
          ['period', other.old],
          ['', `${sign.arrow} ${other.new}`],
        ];
  return table(
    [left(''), left('')],
    [...rows, ...periods].map(([name = '', text = '']) => [style.dim(name), text]),
    String,
  );
}

function causes({ edits }: Diff, sign: Signs, style: Style): readonly string[] {
  const shown = edits.filter(({ effective }) => effective);
  if (shown.length === 0) return [];
  return [
    style.dim('because'),
    ...limited(shown, 'edit').flatMap((effect) => {
      if (typeof effect === 'string') return [style.dim(effect)];
      const { edit } = effect;
      const reach = reachText(effect);
      const lines = wrap(editText(edit, sign), style.width - 4);
      const place = placeText(placeOf(edit));
      const wide = widthOf(place) + widthOf(reach) > style.width - 6;
      if (reach === '') return [...lines, `  ${style.accent(place)}`];
      if (wide) return [...lines, `  ${style.accent(place)}`, `  ${style.dim(reach)}`];
      return [...lines, `  ${style.accent(place)}  ${style.dim(reach)}`];
    }),
  ];
}

function assets({ assets: { added, removed, renamed, told } }: Diff, sign: Signs, style: Style): readonly string[] {
  const rows = [
    ...(added.length > 0 ? [[style.good('added'), names(added)]] : []),
    ...(removed.length > 0 ? [[style.bad('removed'), names(removed)]] : []),
    ...(renamed.length > 0
      ? [[style.warn('renamed'), names(renamed.map((one) => `${one.old} ${sign.arrow} ${one.new}`))]]
      : []),
    ...told.slice(0, MOST).map((one) => {
      return [
        names(one.assets),
        `${one.key} ${one.old === null ? `${one.new!} added` : one.new === null ? `${one.old} removed` : change(one.old, one.new, sign)}`,
      ];
    }),
    ...(told.length > MOST ? [['', `${count(told.length - MOST)} more`]] : []),
  ];
  if (rows.length === 0) return [];
  return table([left('assets'), left('')], rows, style.dim).map((line) => clip(line, style.width - 2));
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, 4).join(', ');
  return all.length > 4 ? `${shown} and ${count(all.length - 4)} more` : shown;
}

function streams({ streams: all }: Diff, sign: Signs, style: Style): readonly string[] {
  const shown = all.filter(({ state, was }) => state !== 'same' || was !== null);
  const rows = shown.map((stream) => [
    stream.id,
    change(count(stream.records.old), count(stream.records.new), sign),
    streamText(stream),
  ]);
  if (rows.length === 0) return [];
  return table([left('stream'), right('records'), left('')], rows, style.dim).map((line) =>
    clip(line, style.width - 2),
  );
}

function values({ groups, unmeasured }: Diff, sign: Signs, style: Style): readonly string[] {
  if (groups.length === 0) return [];
  const shown = groups.slice(0, MOST);
  const rows = shown.map((group) => {
    const { old, new: now } = group.measure;
    return [
      clip(groupName(group, sign), style.width >= 110 ? 48 : 28),
      levels(old.mean, now.mean, group.decimals, sign),
      levels(old.spread, now.spread, group.decimals, sign),
    ];
  });
  const columns = [left('values'), right('mean'), right('spread')];
  // The shape takes what is left of the line.
  const taken = Math.max(...table(columns, rows, String).map(widthOf)) + 2;
  const bins = [24, 12, 8, 6].find((number) => taken + 2 * number + 2 + sign.arrow.length <= style.width - 2) ?? 4;
  const shaped = rows.map((row, i) => [
    ...row,
    shown[i]!.same ? style.dim('same in this period') : shapes(shown[i]!, bins, style, sign),
  ]);
  const more = groups.length - shown.length + unmeasured;
  const sampled = shown.find(({ measured, assets: all }) => measured < all.length);
  return [
    ...table([...columns, left(bins > 6 ? 'by hour of the day' : 'by hour')], shaped, style.dim),
    ...(sampled === undefined ? [] : [style.dim(`of larger groups ${count(sampled.measured)} series were measured`)]),
    ...(more > 0 ? [style.dim(`${plural(more, 'more group')}: --format json`)] : []),
  ];
}

function shapes({ measure: { old, new: now } }: Group, bins: number, style: Style, sign: Signs): string {
  const [before, after] = [binned(old.day, bins), binned(now.day, bins)];
  const scale = scaleOf(before, after);
  return `${style.dim(sparkline(before, scale, style.unicode))} ${sign.arrow} ${style.accent(sparkline(after, scale, style.unicode))}`;
}

function rates({ rates: all }: Diff, sign: Signs, style: Style): readonly string[] {
  const block = (kind: RateChange['kind'], heading: string): readonly string[] => {
    const rows = all
      .filter((row) => row.kind === kind)
      .map(({ assetType, assets: both, old, new: now }) => [
        assetType,
        change(count(both.old), count(both.new), sign),
        shares(old?.declared, now?.declared, sign),
        shares(old?.expected, now?.expected, sign),
        shares(old?.achieved, now?.achieved, sign),
      ]);
    if (rows.length === 0) return [];
    return table(
      [left(heading), right('assets'), right('declared'), right('expected'), right('achieved')],
      rows,
      style.dim,
    );
  };
  const [uptime, success] = [block('uptime', 'uptime'), block('success', 'success rate')];
  return [...uptime, ...(uptime.length > 0 && success.length > 0 ? [''] : []), ...success];
}

function incidents(diff: Diff, sign: Signs, style: Style): readonly string[] {
  if (diff.incidents.length === 0) return [];
  const lines = limited(diff.incidents, 'episode').flatMap((change) =>
    wrap(typeof change === 'string' ? change : incidentText(change, diff, sign), style.width - 2),
  );
  return [style.dim('incidents'), ...lines];
}

function setUp({ setup }: Diff, sign: Signs, style: Style): readonly string[] {
  if (setup.length === 0) return [];
  const lines = limited(setup, 'change').flatMap((change) =>
    wrap(typeof change === 'string' ? change : setUpText(change, sign), style.width - 2),
  );
  return [style.dim('set-up of the target'), ...lines];
}

function idle({ edits }: Diff, sign: Signs, style: Style): readonly string[] {
  const shown = edits.filter(({ effective, edit }) => !effective && edit.section !== 'include');
  if (shown.length === 0) return [];
  return [
    style.dim('written otherwise, without effect on the data'),
    ...limited(shown, 'edit').flatMap((effect) => {
      if (typeof effect === 'string') return [style.dim(effect)];
      return [
        ...wrap(editText(effect.edit, sign, 2), style.width - 4),
        `  ${style.accent(placeText(placeOf(effect.edit)))}`,
      ];
    }),
  ];
}

/** The first of them, and how many are left. */
function limited<T>(all: readonly T[], noun: string): readonly (T | string)[] {
  return all.length <= MOST ? all : [...all.slice(0, MOST), plural(all.length - MOST, `more ${noun}`)];
}
