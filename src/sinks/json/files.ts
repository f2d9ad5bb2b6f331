/** Which records share a file of JSON, and what it is called: `{asset}-{metric}`. */
import type { Group, PlannedStream, Series } from '../../model/plan.ts';
import { Exit, SeedctlError } from '../../model/errors.ts';

/** What a placeholder stands for; null where a series has no such thing. */
const PLACEHOLDERS: { readonly [name: string]: (stream: PlannedStream, series: Series) => string | null } = {
  asset: (_, { asset }) => asset,
  metric: (_, { metric }) => metric,
  stream: ({ id }) => id,
  table: ({ table }) => table.name,
};

/** By default: a file for each metric of each asset. */
export const DEFAULT_FILES = '{asset}-{metric}';

/**
 * The name of the file that records of a series go to, before what every part's name ends with. What is no metric,
 * an asset's record or an event, is few: these go into one file, with the name of their stream.
 */
export function fileOf(files: string, stream: PlannedStream, series: Series): string {
  if (stream.kind !== 'metrics') return stream.id;
  return files.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const placeholder = Object.hasOwn(PLACEHOLDERS, name) ? PLACEHOLDERS[name] : undefined;
    if (placeholder === undefined) throw unknownPlaceholder(files, name);
    return placeholder(stream, series) ?? stream.id;
  });
}

export const frontOf =
  (files: string) =>
  ({ stream, series: [first] }: Group): string =>
    first === undefined ? stream.id : fileOf(files, stream, first);

function unknownPlaceholder(files: string, name: string): SeedctlError {
  return new SeedctlError({
    code: 'unknown-placeholder',
    exit: Exit.invalid,
    message: `there is no placeholder {${name}} for the names of files, in ${files}`,
    safe: 'nothing was written',
    next: `use some of ${Object.keys(PLACEHOLDERS)
      .map((known) => `{${known}}`)
      .join(', ')}`,
  });
}
