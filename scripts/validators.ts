/** Compiles the JSON Schemas of the language to code, so that nothing is compiled when seedctl starts. */
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { buildSync } from 'esbuild';
import type { ObjectSchema } from '../src/language/shape/schema.ts';

const ANNOTATIONS = new Set([
  ...['title', 'description', 'markdownDescription', 'default', 'examples'],
  ...['enumDescriptions', 'markdownEnumDescriptions', 'defaultSnippets'],
]);
/** Keywords whose keys are names, not keywords. */
const NAMED = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);

/** ESM code with one function for each schema, under its name: whether a value has that shape. */
export function validators({ scenario, library }: Readonly<Record<'scenario' | 'library', ObjectSchema>>): string {
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
    code: { source: true, esm: true, lines: true },
  });
  const bareScenario = bare(scenario);
  ajv.addSchema(bareScenario, 'scenario');
  ajv.addSchema(sharing(bare(library), bareScenario), 'library');
  const code = withoutReasons(standalone.default(ajv, { scenario: 'scenario', library: 'library' }));
  // The code requires parts of ajv in CommonJS; with them inside it stands alone.
  const { outputFiles } = buildSync({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: 'js' },
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

/**
 * A validator says whether; why is said by src/language/shape/explain.ts, and the reasons, with the places that they
 * name, would be most of the code. Errors are only counted. Relies on one statement a line (`lines`).
 */
function withoutReasons(code: string): string {
  const bare = code
    .replaceAll(/^\w+\.errors = (\[\{instancePath.*\}\]|vErrors);\n/gm, '')
    .replaceAll(/^const err\d+ = \{instancePath.*\};\n/gm, '')
    .replaceAll(/, \{instancePath[:,].*?,rootData\}/g, '')
    .replaceAll(', {instancePath="", parentData, parentDataProperty, rootData=data}={}', '')
    .replaceAll(/^let vErrors = null;\n/gm, '')
    .replaceAll(/^vErrors = vErrors === null \? .*;\nerrors = vErrors\.length;$/gm, 'errors++;')
    .replaceAll(/^if\(vErrors === null\)\{\nvErrors = \[err\d+\];\n\}\nelse \{\nvErrors\.push\(err\d+\);\n\}\n/gm, '')
    .replaceAll(
      /^if\(vErrors !== null\)\{\nif\(\w+\)\{\nvErrors\.length = \w+;\n\}\nelse \{\nvErrors = null;\n\}\n\}\n/gm,
      '',
    )
    .replaceAll(/^const schema\d+ = (\{.*\});$/gm, (line, schema: string) =>
      line.replace(schema, () => JSON.stringify(namesIn(JSON.parse(schema)))),
    );
  const left =
    /schemaPath|instancePath|vErrors|\.errors|parentData|schema\d+(?!\.(?:else\.|then\.)?properties\b| = )\b/.exec(
      bare,
    );
  if (left !== null) throw new Error(`ajv writes its reasons in another way than it did: ${left[0]}`);
  return bare;
}

/** All that validators ask of a schema: whether it has a property of that name. */
function namesIn(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return undefined;
  const { properties, then, else: otherwise } = schema as { readonly [keyword: string]: object };
  return {
    properties: properties && Object.fromEntries(Object.keys(properties).map((name) => [name, 0])),
    then: namesIn(then),
    else: namesIn(otherwise),
  };
}

/** The schema without what only people read. */
function bare(schema: ObjectSchema): ObjectSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-'))
      .map(([keyword, value]) => [keyword, NAMED.has(keyword) ? eachOf(value, bareAny) : bareAny(value)]),
  );
}

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
