/** Parts of newline-delimited JSON. */
import type { OpenEncoder } from '../files/encoder.ts';
import { textEncoder } from '../files/text/encoder.ts';
import { readObjects } from '../files/text/objects.ts';
import { ndjsonTemplate } from './template.ts';

export const openNdjson: OpenEncoder<object> = (_options, { signal }) =>
  Promise.resolve(
    textEncoder(
      { extension: 'ndjson', header: () => '', row: (batch) => ndjsonTemplate(batch, false), readRows: readObjects },
      signal,
    ),
  );
