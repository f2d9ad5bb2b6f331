/** The columns of a record: the default ones of each kind of stream, or those of `record:`. */
import type { Draw } from '../../model/draw.ts';
import type { RecordField, StreamKind } from '../../model/scenario.ts';
import { columnType, type Knowledge } from './column-type.ts';

type Column = readonly [name: string, variable: string, comment: string];

const ASSET: Column = ['asset_id', 'asset', 'The asset'];

/** Of metrics, polls and jobs. */
const VALUES: readonly Column[] = [
  ASSET,
  ['metric_name', 'metric', 'What was measured'],
  ['timestamp', 'time', 'When, in UTC'],
  ['value', 'value', 'The value, in the unit of the metric'],
];

const INCIDENT: readonly Column[] = [
  ['incident_id', 'incident', 'Asset, root asset, episode and occurrence'],
  ['asset_id', 'asset', 'The asset that it touches'],
  ['kind', 'episode', 'What happened: the id of the episode'],
  ['planned', 'planned', 'It was planned, as maintenance is'],
  ['label', 'label', 'Label of the episode'],
  ['cause', 'cause', 'The asset of the nearest cause'],
  ['because', 'because', 'Why, for people'],
  ['state', 'state', 'down or degraded'],
  ['start', 'start', 'From then on, in UTC'],
  ['end', 'end', 'Until then, in UTC'],
  ['root_incident_id', 'root_incident', 'The incident that it was inherited from; null for its own'],
];

export type Preset = 'assets' | 'metrics' | 'events' | 'polls' | 'jobs' | 'incidents';

export function defaultRecord(preset: Preset, known: Knowledge): RecordField[] {
  const column = ([name, variable, comment]: Column) =>
    fieldOf(name, { kind: 'reference', of: 'variable', name: variable }, comment, known);
  switch (preset) {
    case 'assets': {
      // By name: the order of assets in the file changes no table.
      const own = [...new Set(known.assets.flatMap((asset) => Object.keys(asset.fields)))].sort();
      return [
        column(ASSET),
        column(['asset_type', 'type', 'What kind of thing it is']),
        ...own.map((name) => fieldOf(name, { kind: 'reference', of: 'variable', name: `fields.${name}` }, null, known)),
        column(['data', 'data', 'Free data']),
        column(['tags', 'tags', 'Labels']),
      ];
    }
    case 'metrics':
      return [
        ...VALUES.map(column),
        column(['unit', 'unit', 'Unit of the value']),
        column(['tags', 'tags', 'Labels of the asset']),
      ];
    case 'polls':
    case 'jobs':
      return VALUES.map(column);
    case 'incidents':
      return INCIDENT.map(column);
    case 'events':
      return [
        column(ASSET),
        column(['episode', 'episode', 'What happened']),
        column(['key', 'key', 'Its occurrence; sorts by time']),
        column(['start', 'start', 'From then on, in UTC']),
        column(['end', 'end', 'Until then, in UTC']),
        ...Object.keys(known.fields).map((name) =>
          fieldOf(name, { kind: 'reference', of: 'field', name }, null, known),
        ),
      ];
  }
}

export function fieldOf(name: string, value: Draw, comment: string | null, known: Knowledge): RecordField {
  return { name, value, type: columnType(value, known), comment };
}

/** In a job's record `$metric`, `$time` and `$value` are its name, its start and its outcome. */
export function jobRecord(record: readonly RecordField[], metric: string): RecordField[] {
  return record.map((field) => ({ ...field, value: jobValue(field.value, metric) }));
}

function jobValue(draw: Draw, metric: string): Draw {
  if (draw.kind === 'template') {
    const parts = draw.parts.map((part) => {
      const value = typeof part === 'string' ? part : jobValue(part, metric);
      return typeof value === 'string' || value.kind === 'reference' ? value : metric;
    });
    return { ...draw, parts };
  }
  if (draw.kind !== 'reference' || draw.of !== 'variable') return draw;
  if (draw.name === 'metric') return { kind: 'constant', value: metric };
  if (draw.name === 'value') return { kind: 'reference', of: 'field', name: 'value' };
  return draw.name === 'time' ? { kind: 'reference', of: 'variable', name: 'start' } : draw;
}

export const kindOf: { readonly [P in Preset]: Exclude<StreamKind, 'records'> } = {
  assets: 'assets',
  metrics: 'metrics',
  events: 'events',
  polls: 'metrics',
  jobs: 'events',
  incidents: 'events',
};
