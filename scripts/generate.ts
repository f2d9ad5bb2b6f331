/**
 * Makes what follows from the definitions of the language: its JSON Schema, which is committed, and validators,
 * which are not. With `--check` nothing is written; exit 1 if the committed schema is not what it should be.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { buildSync } from 'esbuild';
import { librarySchema, scenarioSchema } from '../src/language/schema.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const schemas = { scenario: scenarioSchema(), library: librarySchema() };

const stale = Object.entries(schemas).filter(([name, schema]) => {
  const path = at(`schemas/${name}.schema.json`);
  return write(path, `${JSON.stringify(schema, null, 2)}\n`);
});
if (process.argv.includes('--check')) {
  for (const [name] of stale)
    console.error(`schemas/${name}.schema.json is not what src/language makes. Run: npm run generate`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  write(at('src/language/shape/validator.generated.js'), validators());
}

function validators(): string {
  const ajv = new Ajv({
    strict: true,
    // A key may take values of several types, and a schema may limit each.
    allowUnionTypes: true,
    strictTypes: false,
    // `$data` would let a document choose its own limits.
    $data: false,
    // Whether, not why: what is wrong is said by src/language/shape/explain.ts.
    allErrors: false,
    messages: false,
    code: { source: true, esm: true, optimize: 2 },
  });
  ajv.addVocabulary(['x-expected', 'x-unit', 'enumDescriptions', 'markdownEnumDescriptions']);
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name);
  const code = standalone.default(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])));
  // The code requires parts of ajv in CommonJS; with them inside it stands alone.
  const { outputFiles } = buildSync({
    stdin: { contents: code, resolveDir: at('.'), loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    banner: { js: '// Made by `npm run generate`. Do not edit.' },
  });
  return outputFiles[0]!.text;
}

/** True if the file was not so before. An equal file keeps its time of change. */
function write(path: string, text: string): boolean {
  let before: string | null = null;
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    // There is none yet.
  }
  if (before === text) return false;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  return true;
}
