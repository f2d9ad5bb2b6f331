/** Records of occurrences (incidents, jobs, orders) and of assets: fewer, so as columns of plain values. */
import type { Condition } from '../model/condition.ts';
import type { Outcome } from '../model/draw.ts';
import { perObject } from '../model/per-object.ts';
import type { Asset, Series } from '../model/plan.ts';
import type { RecordField, Stream } from '../model/scenario.ts';
import type { Batch, Table } from '../model/table.ts';
import type { Instant, Json, Range } from '../model/units.ts';
import { compileDraw } from '../random/draw.ts';
import { contains } from '../timeline/interval.ts';
import { drawFields, type Occurrence, touches } from '../timeline/occurrence.ts';
import { type Incident, incidentOf } from '../timeline/timeline.ts';
import type { Engine } from './engine.ts';
import { addRecord, type Fingerprint } from './fingerprint.ts';
import { alignColumns } from './metric-records.ts';
import { evaluate, incidentId, type Variables, variablesOf } from './variables.ts';

/** Rows that travel together. */
const ROWS = 2048;

/** One record before `record:` names its columns. */
interface Row {
  readonly asset: Asset;
  readonly key: string;
  readonly variables: Variables;
  readonly fields: Variables;
}

/**
 * Occurrences of a stream on an asset that belong to a range: those that touch it, but none of the ranges that
 * are covered already.
 */
export function eventsOf(
  engine: Engine,
  stream: Stream,
  asset: Asset,
  range: Range,
  covered: readonly Range[],
): readonly Incident[] {
  const timeline = engine.timeline(asset);
  const source = stream.events!;
  const found: readonly Incident[] =
    source.kind === 'incidents'
      ? timeline.incidents(range.from, range.to)
      : timeline.episodes
          .filter(({ episode }) => source.ids.includes(episode.id))
          .flatMap((episode) => timeline.occurrences(episode, range.from, range.to))
          .map((occurrence) => incidentOf(asset.id, occurrence));
  return found.filter((event) => !covered.some(({ from, to }) => touches(event, from, to)));
}

const DOWN: Condition = { kind: 'state', state: 'down', of: 'self' };

/** The share of a type that is written, before modifiers and outages. */
export function declaredSuccess({ success }: Outcome, type: string): number {
  return success[type] ?? success['*'] ?? 0;
}

/** 1 − failure: success by type, times the modifiers that hold at the start; 0 while the asset is down. */
export function probabilityOf(engine: Engine, asset: Asset, outcome: Outcome, occurrence: Occurrence): number {
  const known = probabilities(occurrence);
  let probability = known.get(outcome);
  if (probability === undefined)
    known.set(outcome, (probability = probabilityAt(engine, asset, outcome, occurrence.start)));
  return probability;
}

/** Who counts, and who draws, ask for the same. */
const probabilities = perObject((_: Occurrence) => new Map<Outcome, number>());

function probabilityAt(engine: Engine, asset: Asset, outcome: Outcome, start: Instant): number {
  const holds = (condition: Condition) => contains(engine.condition(asset, condition)(start, start + 1), start);
  if (holds(DOWN)) return 0;
  let probability = declaredSuccess(outcome, asset.type);
  for (const { when, times } of outcome.modifiers) if (holds(when)) probability *= times;
  return Math.min(1, Math.max(0, probability));
}

/** The drawn fields of an occurrence on its asset, and of what it follows. */
export function fieldsOf(engine: Engine, asset: Asset, incident: Incident): Variables {
  const { occurrence } = incident;
  const owner = engine.find(occurrence.asset) ?? asset;
  const variables = variablesOf(incident);
  return drawFields(
    occurrence,
    { root: engine.root, asset: owner, find: engine.find },
    (name) => variables[name],
    (outcome) => probabilityOf(engine, owner, outcome, occurrence),
  );
}

export function* eventBatches(
  engine: Engine,
  stream: Stream,
  table: Table,
  series: readonly Series[],
  range: Range,
  covered: readonly Range[],
  fingerprint: Fingerprint,
): Generator<Batch> {
  for (const { asset: id } of series) {
    const asset = engine.find(id)!;
    const events = [...eventsOf(engine, stream, asset, range, covered)].sort((a, b) => a.start - b.start);
    for (let i = 0; i < events.length; i += ROWS) {
      const rows = events.slice(i, i + ROWS).map((incident): Row => {
        const variables = variablesOf(incident);
        const row = { asset, key: incidentId(id, incident), variables, fields: fieldsOf(engine, asset, incident) };
        addRecord(fingerprint, { ...row.variables, fields: row.fields });
        return row;
      });
      yield batchOf(engine, stream, table, rows);
    }
  }
}

export function* assetBatches(
  engine: Engine,
  stream: Stream,
  table: Table,
  series: readonly Series[],
  fingerprint: Fingerprint,
): Generator<Batch> {
  for (let i = 0; i < series.length; i += ROWS) {
    const rows = series.slice(i, i + ROWS).map(({ asset: id }): Row => {
      const asset = engine.find(id)!;
      addRecord(fingerprint, recordOf(asset));
      return { asset, key: id, variables: { asset: id }, fields: asset.fields };
    });
    yield batchOf(engine, stream, table, rows);
  }
}

/** What an asset's record says of it, whatever its columns are called. */
export function recordOf({ id, type, parent, fields, tags, data }: Asset): Json {
  return { id, type, parent, fields, tags, data };
}

function batchOf(engine: Engine, stream: Stream, table: Table, rows: readonly Row[]): Batch {
  const columns = alignColumns(table, stream.record, (field: RecordField) => {
    const value = compileDraw(field.value);
    const values = rows.map(({ asset, variables, fields }) =>
      lacks(asset, field) ? undefined : evaluate(value, asset, variables, fields, engine.find),
    );
    return { kind: 'values', values };
  });
  const keys = rows.map(({ key }) => key);
  return { table, columns, count: rows.length, keys, asset: rows[0]!.asset.id, metric: null };
}

/** Whether a column is a field of other assets, and not of this one. */
function lacks(asset: Asset, { value }: RecordField): boolean {
  if (value.kind !== 'reference' || !value.name.startsWith('fields.')) return false;
  return !Object.hasOwn(asset.fields, value.name.slice('fields.'.length));
}
