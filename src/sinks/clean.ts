/** What databases look at before they clean, whatever their ledger is made of. */
import type { PlannedStream } from '../model/plan.ts';
import { noLedger, production } from './refusals.ts';

export interface CleanRequest {
  readonly scenario: string;
  /** Who says that the target is one of production; null: nobody. */
  readonly production: string | null;
  /** Null: all. */
  readonly streams: readonly string[] | null;
  readonly planned: readonly PlannedStream[];
}

interface Held {
  hasLedger(): Promise<boolean>;
  /** As its ledger says. */
  isProduction(): Promise<boolean>;
  hasRows(table: string): Promise<boolean>;
  /** Whether groups of any scenario are there that have records. */
  hasGroups(table: string): Promise<boolean>;
}

/**
 * Which streams are to be cleaned; null where there is no ledger, and nothing to clean.
 *
 * @throws SeedctlError (exit 4) where this is production, or a table has rows and no ledger
 */
export async function toBeCleaned(request: CleanRequest, held: Held) {
  if (request.production !== null) throw production(request.production);
  const ledger = await held.hasLedger();
  if (ledger && (await held.isProduction())) throw production('its own ledger');
  const chosen = (stream: string): boolean => request.streams?.includes(stream) ?? true;
  const planned = request.planned.filter(({ id }) => chosen(id));
  for (const table of new Set(planned.map((stream) => stream.table.name))) {
    if ((await held.hasRows(table)) && !(ledger && (await held.hasGroups(table)))) throw noLedger(table);
  }
  return ledger ? { chosen, planned } : null;
}
