import { type Plan, type PlannedStream, writtenStream } from '../model/plan.ts';
import type { Stream } from '../model/scenario.ts';
import type { ViewRequest } from '../model/table.ts';

/** Ready views for people who open the target: made from roles, where a record kept the columns that they need. */
export function viewsOf(plan: Plan): ViewRequest[] {
  const views = plan.streams.flatMap((stream) => viewOf(plan, stream));
  const taken = new Map<string, number>();
  return views.map((view) => {
    const before = taken.get(view.name) ?? 0;
    taken.set(view.name, before + 1);
    return before === 0 ? view : { ...view, name: `${view.name}_${before + 1}` };
  });
}

function viewOf(plan: Plan, { id, table, role, keyColumns }: PlannedStream): ViewRequest[] {
  const { asset, metric, time } = keyColumns;
  const stream = writtenStream(plan, id);
  const value = valueColumn(stream);
  if (role === null || asset === null || metric === null || time === null || value === null) return [];
  const columns = { asset, metric, time, value };
  if (role.kind === 'polls') {
    return [{ kind: 'uptime', name: 'uptime_by_day', table, columns, metric: role.status, values: role.values }];
  }
  if (role.kind === 'jobs') {
    return [
      { kind: 'jobs', name: `${role.metric}_by_type`, table, columns, metric: role.metric, assets: assetsOf(plan) },
    ];
  }
  return [];
}

/** The column that holds the value of a record. */
export function valueColumn(stream: Stream): string | null {
  const field = stream.record.find(
    ({ value }) => value.kind === 'reference' && (value.of === 'field' || value.name === 'value'),
  );
  return field?.name ?? null;
}

function assetsOf(plan: Plan): Extract<ViewRequest, { kind: 'jobs' }>['assets'] {
  for (const planned of plan.streams.filter((stream) => stream.kind === 'assets')) {
    const record = writtenStream(plan, planned.id).record;
    const type = record.find(({ value }) => value.kind === 'reference' && value.name === 'type');
    if (type !== undefined && planned.keyColumns.asset !== null) {
      return { table: planned.table, id: planned.keyColumns.asset, type: type.name };
    }
  }
  return null;
}
