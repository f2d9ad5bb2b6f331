import type { Scenario } from '../../model/scenario.ts';
import type { Parts } from '../normalise/scenario.ts';

export function checkRules(_parts: Parts, _scenario: Scenario | null): void {
  return;
}
