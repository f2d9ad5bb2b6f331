/** What a new scenario is, and what to do with it. */
import type { Started, Template } from '../run/init.ts';
import type { Style } from './style.ts';
import { clip, table } from './table.ts';

const LEFT = ['', ''].map((title) => ({ title, align: 'left' }) as const);

const columns = (rows: readonly (readonly [string, string])[], style: Style): readonly string[] =>
  table(LEFT, rows, String).map((line) => clip(line, style.width));

export function renderTemplates(templates: readonly Template[], style: Style): string {
  const rows = templates.map(({ name, summary }): [string, string] => [style.accent(name), summary]);
  return [...columns(rows, style), ''].join('\n');
}

export function renderStarted({ path, schema, template }: Started, style: Style): string {
  const next: readonly (readonly [string, string])[] = [
    [`seedctl preview ${path}`, 'see the data before they exist'],
    [`seedctl run ${path}`, 'make it, into a DuckDB file below out/'],
    ['seedctl explain', 'what else it can say'],
  ];
  return [
    ...columns(
      [
        [style.good(path), `a scenario, from the template ${template}`],
        [style.good(schema), 'its schema: editors complete and explain with it'],
      ],
      style,
    ),
    '',
    style.strong('Next'),
    ...columns(
      next.map(([command, why]) => [`  ${style.accent(command)}`, style.dim(why)]),
      style,
    ),
    '',
  ].join('\n');
}
