import { choice, json, map, object, oneOrList, scalar, text, zone } from '../../model/field.ts';
import type { Values } from '../../model/field.ts';
import { DRAFT_7, schemaProblems } from '../../model/json-schema.ts';
import { defineSource } from '../definition.ts';
import { columnsOf } from './columns.ts';

const fields = {
  paths: oneOrList(text({ summary: 'A path, or a glob such as data/*.json.' }), {
    summary:
      'Which files: relative to the scenario, or to the working directory where --param gives them; .gz and .zst are unpacked.',
    nonEmpty: true,
    examples: ['data/*.ndjson', ['data/2024/*.json.gz', 'data/2025/*.json']],
  }),
  format: choice(
    {
      json: 'JSON: an array of records, or what holds one.',
      ndjson: 'JSON, a record on each line.',
      csv: 'Comma-separated values with a header.',
    },
    { summary: 'How they are written; absent: by the ending of each file.', optional: true, examples: ['ndjson'] },
  ),
  items: text({
    summary:
      'Where the records lie in a JSON file: keys with dots between them, [] behind one that is a list, and before all others where the file is one.',
    pattern: '^(?:\\[\\]|[^.\\[\\]]+(?:\\[\\])?)(?:\\.[^.\\[\\]]+(?:\\[\\])?)*$',
    expected: 'a path such as data.dataset[] or [].levels.data[]',
    optional: true,
    examples: ['data.dataset[]', 'users[].days[].minutes[]', '[].levels.data[]'],
  }),
  fields: map(text({ summary: 'The path in their record; ^. leads to what holds it.' }), {
    summary: 'Our name: theirs. Absent: what `schema` has below `properties`, under the same names.',
    optional: true,
    examples: [{ user_id: '^.user.id', metric: 'type', timestamp: 'at.start', value: 'reading' }],
  }),
  constants: map(scalar({ summary: 'The value, as it were in each record.' }), {
    summary: 'Our name: a value that all records share and that none of them holds, such as whose export it is.',
    optional: true,
    examples: [{ metric: 'heart_rate' }],
  }),
  delimiter: text({
    summary: 'What stands between the cells of CSV: a character; absent: a comma.',
    pattern: '^[^"\\r\\n]$',
    expected: 'one character, such as ";" or "\\t"',
    optional: true,
    examples: [';'],
  }),
  timestamp: object(
    {
      field: text({
        summary: 'The field, by our name, that says when.',
        default: 'timestamp',
        examples: ['timestamp'],
      }),
      format: text({
        summary: 'How it is written: iso, epoch_s, epoch_ms, or a pattern of yyyy yy MM dd HH hh mm ss SSS a XXX.',
        default: 'iso',
        examples: ['iso', 'epoch_ms', 'MM/dd/yy HH:mm:ss'],
      }),
      timezone: zone({
        summary: 'The zone of times that name none; absent: that of the scenario.',
        optional: true,
        examples: ['Europe/Rome'],
      }),
    },
    { summary: 'When a record was measured.', default: {}, noun: 'timestamp of a source' },
  ),
  schema: json({
    summary:
      'JSON Schema of one record, under our names: what does not fit it is rejected. It says the types of columns, too.',
    optional: true,
    examples: [{ properties: { metric: { enum: ['heart_rate', 'spo2'] }, value: { type: 'number', minimum: 0 } } }],
  }),
  rejects: text({
    summary:
      'Where records that are rejected go, with file, line, column and reason; relative to the working directory.',
    optional: true,
    examples: ['out/rejects.ndjson'],
  }),
};

export type FilesOptions = Values<typeof fields>;

export const files = defineSource({
  kind: 'files',
  summary: 'Files of JSON, NDJSON or CSV.',
  fields,
  examples: [
    { kind: 'files', paths: 'data/*.ndjson', fields: { user_id: 'user_id', timestamp: 'timestamp', value: 'value' } },
    {
      kind: 'files',
      paths: 'data/export.json.gz',
      items: 'data.dataset[]',
      fields: { user_id: '^.user', timestamp: 'time', value: 'v' },
      timestamp: { format: 'epoch_ms' },
      rejects: 'out/rejects.ndjson',
    },
  ],
  columns: columnsOf,
  problems: ({ schema, paths, fields: mapped, constants, timestamp }) => [
    ...schemaProblems(schema, DRAFT_7).map((problem) => ({ ...problem, path: ['schema', ...problem.path] })),
    ...paths.flatMap((path, i) => (path.trim() === '' ? [{ path: ['paths', i], message: 'The path is empty' }] : [])),
    ...Object.entries(mapped ?? {}).flatMap(([name, path]) =>
      path.split('.').includes('')
        ? [{ path: ['fields', name], message: `The path \`${path}\` has a step without a name` }]
        : [],
    ),
    ...Object.keys(constants ?? {}).flatMap((name) => {
      const path = ['constants', name];
      if (mapped !== null && Object.hasOwn(mapped, name))
        return [{ path, message: `The field \`${name}\` is read from the records: see \`fields\`` }];
      return name === timestamp.field ? [{ path, message: 'Each record has a time of its own' }] : [];
    }),
  ],
});
