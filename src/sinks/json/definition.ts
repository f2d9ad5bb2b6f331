import { text } from '../../model/field.ts';
import { contentsOf } from '../contents.ts';
import { folderFields, folderTraits, checkOfFolder, lookAtFolder, parseFolderUrl } from '../files/fields.ts';
import { defineSink } from '../sink.ts';
import { DEFAULT_FILES, fileOf } from './files.ts';

const label = (options: { readonly path: string }): string => `json:${options.path}`;

export const json = defineSink({
  kind: 'json',
  summary: 'Files of JSON: an array of objects each, one for each metric of each asset, one folder a table.',
  fields: {
    ...folderFields,
    files: text({
      summary:
        'Which records of metrics share a file, and what its name begins with: {asset}, {metric}, {stream} and {table}.',
      default: DEFAULT_FILES,
      examples: ['{asset}', '{asset}-{metric}'],
    }),
  },
  examples: [
    { kind: 'json', path: 'out/fitbit' },
    { kind: 'json', path: 'out/fitbit', files: '{asset}' },
  ],
  schemes: ['json'],
  parseUrl: parseFolderUrl,
  label,
  traits: { ...folderTraits, inFlight: 8 },
  together:
    ({ files }) =>
    (stream, series) =>
      fileOf(files, stream, series),
  look: lookAtFolder('json'),
  contents: contentsOf('json'),
  check: checkOfFolder,
  async open(options, context) {
    const [{ openFolder }, { openJson }] = await Promise.all([import('../files/target.ts'), import('./encoder.ts')]);
    return openFolder(label(options), options, context, openJson);
  },
});
