/** A row of newline-delimited JSON. */
import type { Batch } from '../../model/table.ts';
import { objectTemplate } from '../files/text/object.ts';
import type { RowTemplate } from '../files/text/rows.ts';

/** `tableKey`: a key `table` comes first, where records of several tables go one way. */
export const ndjsonTemplate = (batch: Batch, tableKey: boolean): RowTemplate => [
  ...objectTemplate(batch, tableKey),
  '\n',
];
