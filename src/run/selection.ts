/** `--only` and its short forms: a plan with some of its streams. */
import type { Plan } from '../model/plan.ts';
import type { Table, ViewRequest } from '../model/table.ts';
import { DAY, type Range } from '../model/units.ts';
import { viewsOf } from '../plan/views.ts';
import { usage } from './options.ts';

export interface SelectionFlags {
  readonly only?: string | undefined;
  readonly 'assets-only'?: boolean | undefined;
  readonly 'polling-only'?: boolean | undefined;
  readonly 'backup-only'?: boolean | undefined;
}

/** Names of streams, by id, else by the kind as written; null: all. */
export function selectedNames(flags: SelectionFlags): readonly string[] | null {
  const names = [
    ...(flags.only === undefined ? [] : flags.only.split(',').map((name) => name.trim())),
    ...(flags['assets-only'] ? ['assets'] : []),
    ...(flags['polling-only'] ? ['polls'] : []),
    ...(flags['backup-only'] ? ['jobs'] : []),
  ].filter((name) => name !== '');
  if (names.length > 0) return names;
  if (flags.only !== undefined) throw usage('--only names no stream');
  return null;
}

/** @throws SeedctlError (exit 2) for a name that no stream has */
export function selectStreams(plan: Plan, names: readonly string[] | null): Plan {
  if (names === null) return plan;
  const chosen = new Set(
    names.flatMap((name) => {
      const byId = plan.streams.filter(({ id }) => id === name);
      const found = byId.length > 0 ? byId : plan.streams.filter(({ preset }) => preset === name);
      if (found.length > 0) return found;
      throw usage(
        `the scenario has no stream called ${name}`,
        `name some of ${plan.streams.map(({ id }) => id).join(', ')}`,
      );
    }),
  );
  const streams = plan.streams.filter((stream) => chosen.has(stream));
  const series = streams.reduce((sum, stream) => sum + (stream.kind === 'metrics' ? stream.series.length : 0), 0);
  return {
    ...plan,
    streams,
    tables: plan.tables.filter((table) => streams.some((stream) => stream.table.name === table.name)),
    records: streams.reduce((sum, stream) => sum + stream.records, 0),
    cells: series * days(plan.period),
  };
}

/** UTC days that a period touches. */
const days = ({ from, to }: Range): number => Math.ceil(to / DAY) - Math.floor(from / DAY);

/** Views of the whole plan whose tables are there: which streams are written now changes no view. */
export function viewsWithin(whole: Plan, { tables }: Plan): readonly ViewRequest[] {
  const there = (table: Table) => tables.some(({ name }) => name === table.name);
  return viewsOf(whole).filter(
    (view) => there(view.table) && (view.kind !== 'jobs' || view.assets === null || there(view.assets.table)),
  );
}
