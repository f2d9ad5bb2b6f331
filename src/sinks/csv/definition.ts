import { boolean } from '../../model/field.ts';
import { folderFields, folderTraits, checkOfFolder, lookAtFolder, parseFolderUrl } from '../files/fields.ts';
import { contentsOf } from '../contents.ts';
import { defineSink } from '../sink.ts';

const label = (options: { readonly path: string }): string => `csv:${options.path}`;

export const csv = defineSink({
  kind: 'csv',
  summary: 'Comma-separated files (RFC 4180) with a header each, one folder a table.',
  fields: {
    ...folderFields,
    escape_formulas: boolean({
      summary:
        'Puts an apostrophe before text that begins with = + - @ tab or return, which spreadsheets would run as a formula; numbers stay as they are.',
      default: false,
    }),
  },
  examples: [{ kind: 'csv', path: 'out/pmi' }],
  schemes: ['csv'],
  parseUrl: parseFolderUrl,
  label,
  traits: folderTraits,
  look: lookAtFolder('csv'),
  contents: contentsOf('csv'),
  check: checkOfFolder,
  async open(options, context) {
    const [{ openFolder }, { openCsv }] = await Promise.all([import('../files/target.ts'), import('./encoder.ts')]);
    return openFolder(label(options), options, context, openCsv);
  },
});
