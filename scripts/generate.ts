/**
 * Makes what follows from the definitions of the language: its JSON Schema, which is committed, and validators,
 * which are not. With `--check` nothing is written; exit 1 if the committed schema is not what it should be.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { librarySchema, scenarioSchema } from '../src/language/schema.ts';
import { validators } from './validators.ts';

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
  write(at('src/language/shape/validator.generated.js'), validators(schemas));
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
