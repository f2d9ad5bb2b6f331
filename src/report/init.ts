/** What a new scenario is, and what to do with it. */
import type { Started, Template } from '../run/init.ts';
import { beside, next } from './prose.ts';
import type { Style } from './style.ts';

export function renderTemplates(templates: readonly Template[], style: Style): string {
  const rows = templates.map(({ name, summary }) => [style.accent(name), summary] as const);
  return [...beside(rows, style), ''].join('\n');
}

export function renderStarted({ path, schema, template }: Started, style: Style): string {
  const commands = [`seedctl preview ${path}`, `seedctl run ${path}`, 'seedctl explain'];
  const why = ['see the data before they exist', 'make it, into a DuckDB file below out/', 'what else it can say'];
  const made = [
    [style.good(path), `a scenario, from the template ${template}`],
    [style.good(schema), 'its schema: editors complete and explain with it'],
  ] as const;
  return [...beside(made, style), '', style.strong('Next'), ...next(commands, why, style), ''].join('\n');
}
