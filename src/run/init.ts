/** A scenario from a template, and its schema beside it, so that editors complete and explain. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { suggest } from '../language/diagnostics/suggest.ts';
import { Exit, SeedctlError } from '../model/errors.ts';
import { usage } from './options.ts';
import { cannotWrite } from './write-error.ts';
import { schemaPath, templates } from './package.ts';
import { loadFrom } from './scenario.ts';

export interface Template {
  readonly name: string;
  readonly summary: string;
}

export interface Started {
  readonly template: string;
  /** The file that was written. */
  readonly path: string;
  /** The schema that its first line names. */
  readonly schema: string;
}

/** Relative to the scenario. */
const SCHEMA = 'seedctl.schema.json';
const MODELINE = /^# yaml-language-server: \$schema=.*$/m;

export function listTemplates(): readonly Template[] {
  return templates().map(({ name, path }) => ({ name, summary: loadFrom(path, {}).scenario?.summary ?? '' }));
}

/** @throws SeedctlError (exit 2) where there is no such template */
export function templateText(name: string): string {
  const all = templates();
  const found = all.find((template) => template.name === name);
  if (found !== undefined) return readFileSync(found.path, 'utf8');
  const names = all.map((template) => template.name);
  const nearest = suggest(name, names);
  throw usage(
    `there is no template ${name}${nearest === null ? '' : `; did you mean ${nearest}?`}`,
    `templates: ${names.join(', ')}`,
  );
}

/**
 * @param target a name, or the path of a file that ends in .yaml or .yml
 * @throws SeedctlError (exit 4) where there is such a file, unless `force`; (exit 2) for a name that is none; (exit 8)
 */
export function start(target: string, template: string, force: boolean): Started {
  const path = pathOf(target);
  const name = nameIn(path);
  if (!NAME.test(name)) throw usage(`\`${name}\` is no name of a scenario`, NAMES);
  const text = templateText(template)
    .replace(MODELINE, `# yaml-language-server: $schema=./${SCHEMA}`)
    .replace(/^name: .*$/m, `name: ${name}`);
  const schema = join(dirname(path), SCHEMA);
  if (!force) for (const file of [path, ...(isOurs(schema) ? [] : [schema])]) refuse(file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(schema, readFileSync(schemaPath));
    writeFileSync(path, text);
  } catch (error) {
    throw cannotWrite(path, error, 'choose another folder');
  }
  return { template, path, schema };
}

const pathOf = (target: string): string => (/\.ya?ml$/.test(target) ? target : `${target}.yaml`);
const nameIn = (path: string): string => basename(path).replace(/\.ya?ml$/, '');

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const NAMES = 'letters, digits and . _ - make a name';

/** Why `start` would refuse a name; null where it would not. */
export function problemOfName(target: string, force: boolean): string | null {
  const path = pathOf(target);
  if (!NAME.test(nameIn(path))) return NAMES;
  return existsSync(path) && !force ? `${path} is there already` : null;
}

/** A schema of ours, perhaps of another version, may be replaced. */
function isOurs(path: string): boolean {
  if (!existsSync(path)) return true;
  const { description } = JSON.parse(readFileSync(schemaPath, 'utf8')) as { readonly description: string };
  return readFileSync(path, 'utf8').includes(JSON.stringify(description));
}

function refuse(path: string): void {
  if (!existsSync(path)) return;
  throw new SeedctlError({
    code: 'file-exists',
    exit: Exit.refused,
    message: `${path} is there already`,
    place: path,
    safe: 'nothing was written',
    next: 'give it another name, or --force to write over it',
  });
}
