/** The map of the language, and the places of a short name. */
import type { Line, Map, Places } from '../language/explain/explain.ts';
import { code, lines, next, wrap } from './prose.ts';
import type { Style } from './style.ts';
import { clip } from './table.ts';

export function renderMap({ sections, grammars }: Map, style: Style): string {
  const names = [...sections, ...grammars].map(({ key }) => key.length);
  const column = Math.max(...names) + 2;
  const line = ({ key, summary }: Line) =>
    `  ${style.accent(key)}${' '.repeat(column - key.length)}${clip(code(summary, style), style.width - column - 2)}`;
  const more = grammars.flatMap((grammar) => [
    line(grammar),
    ...wrap(grammar.keys.join(' '), style.width - column - 2).map(
      (text) => `  ${' '.repeat(column)}${style.dim(text)}`,
    ),
  ]);
  return [
    `${style.strong('A scenario')}, in the order in which it is read:`,
    '',
    ...sections.map(line),
    '',
    ...wrap(
      `Every scenario says ${sections
        .filter(({ required }) => required)
        .map(({ key }) => key)
        .join(', ')}.`,
      style.width,
    ),
    '',
    `${style.strong('Small grammars')}, used in many places:`,
    '',
    ...more,
    '',
    style.strong('Next'),
    ...next(
      ['seedctl explain time', 'seedctl explain layers.spike', 'seedctl explain variables.cause', 'seedctl init'],
      ['a section, with its keys', 'a kind, with an example that runs', 'a variable', 'a scenario to start from'],
      style,
    ),
    '',
  ].join('\n');
}

export function renderPlaces({ key, places }: Places, style: Style): string {
  return [`${style.strong(key)} stands in ${String(places.length)} places:`, '', ...lines(places, style), ''].join(
    '\n',
  );
}
