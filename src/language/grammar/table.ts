import { duration, hypertable, json, list, text } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

const columns = (summary: string) => list(text({ summary: 'A column.' }), { summary, nonEmpty: true });

/** What a target must have where the streams alone do not say it. */
export const tableFields = {
  key: list(text({ summary: 'A column.' }), {
    summary: 'The columns that identify a row.',
    optional: true,
    nonEmpty: true,
    examples: [['asset_id', 'metric_name', 'timestamp']],
  }),
  indexes: list(columns('The columns of an index.'), {
    summary: 'Further indexes.',
    default: [],
    examples: [[['timestamp']]],
  }),
  validator: json({
    summary:
      'Rules for the documents of a MongoDB collection: `auto` makes them from the records, or a `$jsonSchema` of your own.',
    optional: true,
    examples: ['auto', { required: ['value'], properties: { value: { bsonType: 'double', minimum: 0 } } }],
  }),
  hypertable: hypertable({
    summary:
      'Where TimescaleDB is there: `auto` divides a table of metrics by time, `false` none, and the time and the chunks may be said.',
    default: 'auto',
    examples: [false, { time: 'timestamp', chunk: '7d' }],
  }),
  comment: text({ summary: 'What the table holds.', optional: true, examples: ['One value of one metric'] }),
} satisfies Fields;

export const hypertableFields = {
  time: text({
    summary: 'The column of times by which the table is divided; it is part of the key.',
    examples: ['timestamp'],
  }),
  chunk: duration({
    summary: 'How much time a chunk holds; by default as much as fits the number of records.',
    optional: true,
    exclusiveMinimum: 0,
    examples: ['7d'],
  }),
} satisfies Fields;
