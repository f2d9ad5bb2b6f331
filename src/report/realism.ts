/** What the values of a scenario are like, and what a reviewer should worry about. */
import { renderText } from '../language/diagnostics/text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Measured, MeasuredSeries } from '../run/realism/measure.ts';
import { shortNumber } from './chart/scale.ts';
import { count, plural, span } from './numbers.ts';
import type { Style } from './style.ts';
import { clip, table, type TableColumn, widthOf } from './table.ts';

const right = (title: string) => ({ title, align: 'right' as const });
const left = (title: string) => ({ title, align: 'left' as const });

/** What the names of types and metrics may take; they give way where the numbers need the room. */
const WIDEST = { type: 16, metric: 22 };
const NARROWEST = { type: 8, metric: 14 };

/** One line for each metric of each type of asset: extremes over all its series, of the others the mean over them. */
export function valuesTable({ series, empty, total }: Measured, style: Style): readonly string[] {
  if (series.length === 0) return [];
  const groups = new Map<string, MeasuredSeries[]>();
  for (const one of series) {
    const key = JSON.stringify([one.asset.type, one.metric]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups.values()].map((group, i, all) => {
    const { asset, metric } = group[0]!;
    const mean = (of: (one: MeasuredSeries) => number | null): number | null => {
      const known = group.map(of).filter((value) => value !== null);
      return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
    };
    const number = (value: number | null): string => (value === null ? '' : shortNumber(Number(value.toPrecision(4))));
    const correlation = (value: number | null): string => (value === null ? style.dim('-') : hundredths(value));
    const before = all[i - 1]?.[0]?.asset.type;
    return [
      asset.type === before ? '' : asset.type,
      metric,
      number(group.reduce((least, { min }) => Math.min(least, min.value), Infinity)),
      number(mean(({ p5 }) => p5)),
      number(mean(({ median }) => median)),
      number(mean(({ p95 }) => p95)),
      number(group.reduce((most, { max }) => Math.max(most, max.value), -Infinity)),
      correlation(mean(({ autocorrelation }) => autocorrelation.step)),
      correlation(mean(({ autocorrelation }) => autocorrelation.day)),
    ];
  });
  const titles = [left('values'), left(''), ...['min', '5 %', 'median', '95 %', 'max', 'r step', 'r day'].map(right)];
  return [
    ...table(titles, namesWithin(titles, rows, style), style.dim),
    style.dim('r: autocorrelation with the value a step and a day before'),
    ...(series.length + empty.length < total
      ? [style.dim(`of ${count(series.length + empty.length)} of ${plural(total, 'series', 'series')}, spread evenly`)]
      : []),
  ];
}

/** A zero has no sign. */
const hundredths = (value: number): string => value.toFixed(2).replace(/^-(0\.00)$/, '$1');

/** Rows of a type, a metric and numbers, with names that leave room for the numbers in a line of the terminal. */
function namesWithin(
  titles: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  style: Style,
): readonly (readonly string[])[] {
  const longest = (i: number, most: number) => Math.min(most, Math.max(...rows.map((row) => widthOf(row[i]!))));
  const numbers = table(
    titles.slice(2),
    rows.map((row) => row.slice(2)),
    String,
  );
  // Two columns stand before the table, and two between its columns.
  const room = style.width - 6 - Math.max(...numbers.map(widthOf));
  const type = longest(0, WIDEST.type);
  const metric = Math.max(NARROWEST.metric, Math.min(longest(1, WIDEST.metric), room - type));
  const widths = [Math.max(NARROWEST.type, Math.min(type, room - metric)), metric];
  return rows.map((row) => row.map((cell, i) => (i < 2 ? clip(cell, widths[i]!, style) : cell)));
}

/** What happens, how often by its declared rate and how often in truth, and for how long. */
export function episodesTable({ episodes }: Measured, style: Style): readonly string[] {
  if (episodes.length === 0) return [];
  const rows = episodes.map(({ episode, assets, expected, spread, happened, length, lasted }) => [
    clip(episode, 26, style),
    count(assets),
    expected === null ? style.dim('-') : `${rounded(expected)} ${style.unicode ? '±' : '+-'} ${rounded(spread!)}`,
    count(happened),
    length === null ? style.dim('-') : length === 0 ? 'event' : span(length),
    lasted === null || length === 0 ? style.dim('-') : span(lasted),
  ]);
  const titles = [left('episodes'), ...['assets', 'expected', 'happened', 'mean length', 'lasted'].map(right)];
  return table(titles, rows, style.dim);
}

const rounded = (value: number): string => (value < 9.95 ? value.toFixed(1) : count(value));

/** As `validate` shows problems: the line, and what to do. */
export function worries(findings: readonly Diagnostic[], texts: ReadonlyMap<string, string>, style: Style): string {
  if (findings.length === 0)
    return `\n  ${style.good(style.unicode ? '✔' : 'ok')} nothing that a reviewer should worry about\n`;
  return `\n${renderText(findings, texts, { colour: style.colour })}`;
}
