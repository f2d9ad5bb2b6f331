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
import type { ObjectSchema } from '../src/language/shape/schema.ts';

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
    allErrors: false,
    messages: false,
    // What is referred to is one function, however often it is used.
    inlineRefs: false,
    code: { source: true, esm: true, optimize: 2, process: withoutReasons },
  });
  const scenario = bare(schemas.scenario);
  ajv.addSchema(scenario, 'scenario');
  ajv.addSchema(sharing(bare(schemas.library), scenario), 'library');
  const code = standalone.default(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])));
  // The code requires parts of ajv in CommonJS; with them inside it stands alone.
  const { outputFiles } = buildSync({
    stdin: { contents: code, resolveDir: at('.'), loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    banner: { js: '// Made by `npm run generate`. Do not edit.' },
  });
  return outputFiles[0]!.text;
}

/** A validator says whether; why is said by src/language/shape/explain.ts. The reasons would be half of the code. */
function withoutReasons(code: string): string {
  return code
    .replaceAll(/^(\s*\w+\.errors = )\[\{instancePath.*\}\];$/gm, '$1[];')
    .replaceAll(/^(\s*const err\d+ = )\{instancePath.*\};$/gm, '$1{};');
}

/** The schema without what only people read. */
function bare(schema: ObjectSchema): ObjectSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-'))
      .map(([keyword, value]) => [keyword, NAMED.has(keyword) ? eachOf(value, bareAny) : bareAny(value)]),
  );
}

const ANNOTATIONS = new Set([
  ...['title', 'description', 'markdownDescription', 'default', 'examples'],
  ...['enumDescriptions', 'markdownEnumDescriptions'],
]);
/** Keywords whose keys are names, not keywords. */
const NAMED = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);

function bareAny(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bareAny);
  return typeof value === 'object' && value !== null ? bare(value) : value;
}

function eachOf(value: unknown, change: (item: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value as object).map(([name, item]) => [name, change(item)]));
}

/** The schema with equal definitions taken from the scenario's, so that they are compiled once. */
function sharing({ definitions = {}, ...schema }: ObjectSchema, scenario: ObjectSchema): ObjectSchema {
  const shared = Object.entries(definitions).map(([name, definition]) => {
    const equal = JSON.stringify(definition) === JSON.stringify(scenario.definitions?.[name]);
    return [name, equal ? { $ref: `scenario#/definitions/${name}` } : definition] as const;
  });
  return { ...schema, definitions: Object.fromEntries(shared) };
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
