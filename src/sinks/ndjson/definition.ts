import { folderFields, folderTraits, checkOfFolder, lookAtFolder, parseFolderUrl } from '../files/fields.ts';
import { contentsOf } from '../contents.ts';
import { defineSink } from '../sink.ts';

const label = (options: { readonly path: string }): string => `ndjson:${options.path}`;

export const ndjson = defineSink({
  kind: 'ndjson',
  summary: 'Files of newline-delimited JSON: one object a record, one folder a table.',
  fields: folderFields,
  examples: [{ kind: 'ndjson', path: 'out/pmi' }],
  schemes: ['ndjson'],
  parseUrl: parseFolderUrl,
  label,
  traits: folderTraits,
  look: lookAtFolder('ndjson'),
  contents: contentsOf('ndjson'),
  check: checkOfFolder,
  async open(options, context) {
    const [{ openFolder }, { openNdjson }] = await Promise.all([import('../files/target.ts'), import('./encoder.ts')]);
    return openFolder(label(options), options, context, openNdjson);
  },
});
