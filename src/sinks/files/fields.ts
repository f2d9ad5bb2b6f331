/** What every sink of files has in common, before any code of it is loaded. */
import { boolean, text } from '../../model/field.ts';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Table, ViewRequest } from '../../model/table.ts';
import type { CheckRequest } from '../check.ts';
import type { SinkContext, SinkTraits } from '../sink.ts';

export const folderFields = {
  path: text({
    summary: 'The folder, relative to the working directory; each table is a folder in it.',
    examples: ['out/pmi'],
  }),
  production: boolean({ summary: 'Never clean here: --clean refuses.', default: false }),
};

/** About a million records a part: with one file a day, Parquet takes 1.4 times as long. */
export const folderTraits: SinkTraits = { groupRecords: 1_000_000, ledger: true, follow: false };

/**
 * Options of a URL such as `ndjson:out/a`: all that follows the scheme is the path.
 *
 * @throws SeedctlError (exit 2) where there is none
 */
export function parseFolderUrl(url: string): { readonly path: string } {
  const [scheme = ''] = url.split(':', 1);
  const path = url.slice(scheme.length + 1);
  if (path !== '') return { path };
  throw new SeedctlError({
    code: 'no-path',
    exit: Exit.usage,
    message: `${url} names no folder`,
    next: `write the folder behind the colon: ${scheme}:out`,
  });
}

/** The check of every sink of files, loaded only then. */
export async function checkOfFolder(
  options: { readonly path: string },
  context: SinkContext,
  request: CheckRequest,
): Promise<void> {
  const { checkFolder } = await import('./check.ts');
  return checkFolder(options, context, request);
}

/** A command that shows the files of one table: that of the first view, else the first. */
export function lookAtFolder(extension: string) {
  return ({ path }: { path: string }, tables: readonly Table[], views: readonly ViewRequest[]): string | null => {
    const table = views[0]?.table ?? tables[0];
    if (table === undefined) return null;
    const glob = `${path}/${table.name}/*.${extension}`.replaceAll("'", "''");
    return `duckdb -c "select * from '${glob.replaceAll(/["\\$`]/g, '\\$&')}' limit 10"`;
  };
}
