/** The scenarios that ship, one line each. */
import type { Style } from './style.ts';
import { clip, table } from './table.ts';

export interface ScenarioLine {
  readonly name: string;
  readonly summary: string;
  readonly path: string;
}

export function renderScenarios(scenarios: readonly ScenarioLine[], style: Style): string {
  const columns = ['', ''].map((title) => ({ title, align: 'left' }) as const);
  const rows = scenarios.map(({ name, summary }) => [style.strong(name), summary]);
  return [...table(columns, rows, String).map((line) => clip(line, style.width)), ''].join('\n');
}
