/** Variables for the sink in use: the environment, and below it the file `.env` of the working directory. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Exit, SeedctlError } from '../model/errors.ts';
import type { Json } from '../model/units.ts';

export interface Environment {
  readonly [name: string]: string | undefined;
}

/** The environment itself wins over the file. */
export function readEnvironment(): Environment {
  return { ...dotEnv(), ...process.env };
}

function dotEnv(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new SeedctlError({
      code: 'env-file',
      exit: Exit.target,
      message: `.env cannot be read: ${(error as Error).message}`,
      place: '.env',
      next: 'make it readable, or remove it',
    });
  }
}

const VARIABLE = /\$\$\{|\$\{([A-Z_][A-Z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Fills in `${NAME}` and `${NAME:-default}`, as in a shell: the default also stands for an empty one.
 * What comes in is text, whatever it looks like.
 *
 * @param place where the sink stands, for the message of a missing one
 * @throws SeedctlError (exit 3)
 */
export function substitute(value: Json, environment: Environment, place: string): Json {
  if (typeof value === 'string') {
    return value.replaceAll(VARIABLE, (all, name: string | undefined, otherwise: string | undefined) => {
      if (name === undefined) return '${';
      const found = environment[name];
      if (otherwise !== undefined) return found === undefined || found === '' ? otherwise : found;
      if (found !== undefined) return found;
      throw new SeedctlError({
        code: 'missing-variable',
        exit: Exit.invalid,
        message: `the environment variable ${name} is not set, and the sink reads it`,
        place,
        next: `set ${name}, write it to .env, or give it a default: ${all.slice(0, -1)}:-…}`,
      });
    });
  }
  if (Array.isArray(value)) return value.map((item: Json) => substitute(item, environment, place));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, environment, place)]));
}
