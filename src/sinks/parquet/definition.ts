import { folderFields, folderTraits, checkOfFolder, lookAtFolder, parseFolderUrl } from '../files/fields.ts';
import { contentsOf } from '../contents.ts';
import { defineSink } from '../sink.ts';

const label = (options: { readonly path: string }): string => `parquet:${options.path}`;

export const parquet = defineSink({
  kind: 'parquet',
  summary: 'Parquet files, each column by the encoding that suits it, one folder a table.',
  fields: folderFields,
  examples: [{ kind: 'parquet', path: 'out/pmi' }],
  schemes: ['parquet'],
  parseUrl: parseFolderUrl,
  label,
  traits: folderTraits,
  look: lookAtFolder('parquet'),
  contents: contentsOf('parquet'),
  check: checkOfFolder,
  async open(options, context) {
    const [{ openFolder }, { openParquet }] = await Promise.all([import('../files/target.ts'), import('./encoder.ts')]);
    return openFolder(label(options), options, context, openParquet);
  },
});
