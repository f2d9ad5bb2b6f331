import { Exit, SeedctlError } from '../../model/errors.ts';
import { boolean, text } from '../../model/field.ts';
import { contentsOf } from '../contents.ts';
import { quoteForShell } from '../shell.ts';
import { defineSink } from '../sink.ts';

export const duckdb = defineSink({
  kind: 'duckdb',
  summary: 'A DuckDB database in one file, with comments and ready views: nothing to install, open it and look.',
  fields: {
    path: text({
      summary: 'The file, relative to the working directory; it is made where it does not exist.',
      examples: ['out/pmi.duckdb'],
    }),
    production: boolean({ summary: 'Never clean here: --clean refuses.', default: false }),
  },
  examples: [{ kind: 'duckdb', path: 'out/pmi.duckdb' }],
  schemes: ['duckdb'],
  parseUrl(url) {
    const path = url.slice('duckdb:'.length);
    if (path !== '') return { path };
    throw new SeedctlError({
      code: 'no-path',
      exit: Exit.usage,
      message: `${url} names no file`,
      next: 'write the file behind the colon: duckdb:out/name.duckdb',
    });
  },
  label: ({ path }) => `duckdb:${path}`,
  // What is left of a group when DuckDB's row groups are full is compressed at its end by one thread alone:
  // half a million records a transaction cost a twentieth more than a million, 250,000 more than twice as much.
  traits: { groupRecords: 1_500_000, ledger: true, follow: false },
  look({ path }, tables, views) {
    const first = views[0] ?? tables[0];
    if (first === undefined) return null;
    return `duckdb ${quoteForShell(path)} 'select * from "${first.name}" limit 10'`;
  },
  contents: contentsOf('duckdb'),
  async check(options, context, request) {
    const { checkDuckDB } = await import('./check.ts');
    return checkDuckDB(options, context, request);
  },
  async open(options, context) {
    const { openDuckDB } = await import('./target.ts');
    return openDuckDB(options, context);
  },
});
