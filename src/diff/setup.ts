/** What a target must have, where it differs: tables, columns, keys, indexes, views. */
import { canonical } from '../model/canonical.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Table, TableColumn } from '../model/table.ts';
import type { Both, SetUpChange, Side } from './model.ts';

export function setUpChanges({ old, new: now }: Both<Side>): readonly SetUpChange[] {
  const pairs = tablePairs(old.plan.tables, now.plan.tables);
  const scenarios = { old: old.plan.scenario, new: now.plan.scenario };
  return [...pairs.flatMap(([before, after]) => tableChanges(before, after, scenarios)), ...viewChanges(old, now)];
}

function tablePairs(old: readonly Table[], now: readonly Table[]): readonly [Table | null, Table | null][] {
  const left = new Set(old);
  const take = (found: Table | undefined): Table | null => {
    if (found === undefined) return null;
    left.delete(found);
    return found;
  };
  const named = new Map(now.map((table) => [table, take(old.find(({ name }) => name === table.name))]));
  const pairs = now.map((table): [Table | null, Table | null] => {
    const before = named.get(table) ?? take([...left].find((other) => alike(other, table)));
    return [before, table];
  });
  return [...pairs, ...[...left].map((table): [Table, null] => [table, null])];
}

/** The same but for the name. */
const alike = (a: Table, b: Table): boolean => canonical({ ...a, name: '' }) === canonical({ ...b, name: '' });

function tableChanges(old: Table | null, now: Table | null, scenarios: Both<Scenario>): readonly SetUpChange[] {
  const table = (now ?? old)!.name;
  const change = (object: SetUpChange['object'], name: string, before: string | null, after: string | null) =>
    before === after ? [] : [{ object, table, name, old: before, new: after }];
  if (old === null || now === null) {
    const described = (one: Table | null) => (one === null ? null : one.columns.map(({ name }) => name).join(', '));
    return change('table', table, described(old), described(now));
  }
  const renamed = renamedColumns(old, now, scenarios);
  const columns = new Map(now.columns.map((column) => [column.name, column]));
  const was = new Map([...renamed].map(([from, to]) => [to, from]));
  const key = (of: Table): string => (of.key === null ? 'none' : of.key.join(', '));
  const asNow = (of: Table): Table => ({ ...of, key: of.key?.map((name) => renamed.get(name) ?? name) ?? null });
  return [
    ...change('table', table, old.name, now.name),
    ...old.columns.flatMap((column) => {
      const to = renamed.get(column.name);
      const after = columns.get(to ?? column.name);
      if (after === undefined) return change('column', column.name, described(column), null);
      const [a, b] = [apart(column, after), apart(after, column)];
      return [
        ...(to === undefined ? [] : [{ object: 'column' as const, table, name: to, old: column.name, new: to }]),
        ...change('column', after.name, a, b),
      ];
    }),
    ...now.columns
      .filter(({ name }) => !was.has(name) && !old.columns.some((column) => column.name === name))
      .flatMap((column) => change('column', column.name, null, described(column))),
    ...change('key', 'key', key(asNow(old)), key(now)),
    ...indexChanges(old, now).flatMap(([before, after]) => change('index', 'index', before, after)),
    ...change('comment', 'comment', old.comment, now.comment),
  ];
}

function indexChanges(old: Table, now: Table): readonly [string | null, string | null][] {
  const text = (index: readonly string[]) => index.join(', ');
  const [before, after] = [old.indexes.map(text), now.indexes.map(text)];
  return [
    ...before.filter((one) => !after.includes(one)).map((one): [string, null] => [one, null]),
    ...after.filter((one) => !before.includes(one)).map((one): [null, string] => [null, one]),
  ];
}

/** What of a column is other than in the other one. */
function apart(column: TableColumn, other: TableColumn): string {
  return [
    ...(column.type === other.type ? [] : [column.type]),
    ...(column.decimals === other.decimals ? [] : [decimalsText(column.decimals)]),
    ...(column.nullable === other.nullable ? [] : [column.nullable ? 'may be empty' : 'never empty']),
  ].join(', ');
}

const decimalsText = (decimals: number | null): string =>
  decimals === null ? 'any digits' : decimals === 1 ? '1 decimal' : `${decimals} decimals`;

function described({ type, decimals, nullable }: TableColumn): string {
  return `${type}${decimals === null ? '' : `, ${decimalsText(decimals)}`}${nullable ? '' : ', never empty'}`;
}

/** Columns that hold the same under another name. */
function renamedColumns(old: Table, now: Table, scenarios: Both<Scenario>): ReadonlyMap<string, string> {
  const fieldsIn = (scenario: Scenario, table: string) =>
    new Map(
      scenario.streams
        .filter((stream) => stream.table === table)
        .flatMap(({ record }) => record.map(({ name, value, type }) => [name, canonical([value, type])] as const)),
    );
  const [before, after] = [fieldsIn(scenarios.old, old.name), fieldsIn(scenarios.new, now.name)];
  const found = new Map<string, string>();
  for (const [name, value] of before) {
    if (after.has(name)) continue;
    const to = [...after].find(
      ([other, held]) => held === value && !before.has(other) && ![...found.values()].includes(other),
    );
    if (to !== undefined) found.set(name, to[0]);
  }
  return found;
}

function viewChanges(old: Side, now: Side): readonly SetUpChange[] {
  const text = (view: Side['views'][number]) => canonical([view.kind, view.table.name, view.columns, view.metric]);
  const names = new Set([...old.views, ...now.views].map(({ name }) => name));
  return [...names].flatMap((name): SetUpChange[] => {
    const find = (side: Side) => side.views.find((view) => view.name === name);
    const [before, after] = [find(old), find(now)];
    if (before !== undefined && after !== undefined && text(before) === text(after)) return [];
    const table = (after ?? before)!.table.name;
    return [
      {
        object: 'view',
        table,
        name,
        old: before === undefined ? null : `over ${before.table.name}`,
        new: after === undefined ? null : `over ${after.table.name}`,
      },
    ];
  });
}
