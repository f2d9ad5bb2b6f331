/** Files that come with the package: the scenarios that ship, templates, and the JSON Schema. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json; this module runs from src/ and, bundled, from dist/ or dist/chunks/. */
const packageRoot = find(dirname(fileURLToPath(import.meta.url)));

function find(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : find(dirname(folder));
}

export const schemaPath = join(packageRoot, 'schemas', 'scenario.schema.json');

/** Scenarios that ship, by name, in alphabetical order. */
export function shippedScenarios(): readonly { readonly name: string; readonly path: string }[] {
  return scenariosIn('scenarios');
}

/** Scenarios to start from, by name, the smallest first. */
export function templates(): readonly { readonly name: string; readonly path: string }[] {
  return [...scenariosIn('templates')].sort((a, b) => Number(b.name === 'minimal') - Number(a.name === 'minimal'));
}

function scenariosIn(folderName: string): readonly { readonly name: string; readonly path: string }[] {
  const folder = join(packageRoot, folderName);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ name: basename(file, '.yaml'), path: join(folder, file) }));
}
