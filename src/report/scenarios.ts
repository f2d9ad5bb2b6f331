/** The scenarios that ship, and what each is. */
import { beside } from './prose.ts';
import type { Style } from './style.ts';

export interface ScenarioLine {
  readonly name: string;
  readonly summary: string;
  readonly path: string;
}

export function renderScenarios(scenarios: readonly ScenarioLine[], style: Style): string {
  const rows = scenarios.map(({ name, summary }) => [style.strong(name), summary] as const);
  return [...beside(rows, style), ''].join('\n');
}
