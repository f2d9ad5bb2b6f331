/**
 * Makes what follows from the definitions of the language: its JSON Schema and reference pages, which are committed,
 * and validators and the script of pages, which are not. With `--check` nothing is written; exit 1 if what is committed is not as it should be.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { librarySchema, scenarioSchema } from '../src/language/schema.ts';
import { client } from './client.ts';
import { errorPages } from './errors.ts';
import { reference } from './reference.ts';
import { validators } from './validators.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const schemas = { scenario: scenarioSchema(), library: librarySchema() };

const committed = [
  ...Object.entries(schemas).map(([name, schema]) => ({
    path: `schemas/${name}.schema.json`,
    text: `${JSON.stringify(schema, null, 2)}\n`,
  })),
  ...Object.entries(errorPages()).map(([page, text]) => ({ path: `docs/errors/${page}.md`, text })),
  ...Object.entries(reference()).map(([page, text]) => ({ path: `docs/reference/${page}.md`, text })),
];
const stale = committed.filter(({ path, text }) => write(at(path), text));
if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`${path} is not what the definitions in src make. Run: npm run generate`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  write(at('src/language/shape/validator.generated.js'), validators(schemas));
  write(at('src/report/html/client.generated.js'), client());
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
