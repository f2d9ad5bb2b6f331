/** `${name}` in values becomes the parameter; names in capitals are environment variables, and stay. */
import type { Json } from '../../model/units.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import type { At } from './at.ts';
import type { ParameterValue, Written } from './parameters.ts';

const token = /\$\$\{|\$\{([^}]*)(\}?)/g;
const environment = /^[A-Z][A-Z0-9_]*(?::-.*)?$/s;

export interface Substitution {
  readonly values: ReadonlyMap<string, ParameterValue>;
  /** Declared, also where the declaration is broken: not to be reported twice. */
  readonly names: ReadonlySet<string>;
  /** What was found in the values so far. */
  readonly used: Set<string>;
  /** Parameters that the command line gives, and where they were found: paths of values. */
  readonly given?: { readonly names: ReadonlySet<string>; readonly places: Set<string> };
  /** In sinks and sources only: the data never depend on the environment. */
  readonly environment: boolean;
}

/** Whether there may be something to substitute: in most values there is nothing, and they need no copy. */
export function mentions(value: Json): boolean {
  if (typeof value === 'string') return value.includes('${');
  if (Array.isArray(value)) return (value as readonly Json[]).some(mentions);
  if (typeof value !== 'object' || value === null) return false;
  const mapping = value as { readonly [key: string]: Json };
  for (const key in mapping) if (mentions(mapping[key]!)) return true;
  return false;
}

/** A copy with all parameters in their places, once. */
export function substitute(value: Json, at: At, substitution: Substitution): Json {
  if (typeof value === 'string') return value.includes('${') ? inText(value, at, substitution) : value;
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, i) => substitute(item, at.below(i), substitution));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as { [key: string]: Json };
  for (const [key, item] of Object.entries(value)) copy[key] = substitute(item, at.below(key), substitution);
  return copy;
}

function inText(text: string, at: At, substitution: Substitution): Json {
  const alone = /^\$\{([^}]*)\}$/.exec(text);
  if (alone !== null) {
    const value = valueOf(alone[1]!, alone[0], at, substitution);
    return value ?? text;
  }
  return text.replaceAll(
    token,
    (written: string, name: string | undefined, closed: string | undefined, from: number) => {
      if (name === undefined) return substitution.environment && /^\$\$\{[A-Z]/.test(text.slice(from)) ? written : '${';
      if (closed === '') {
        at.error(
          'bad-parameter',
          `A parameter starts with \`\${\` but does not end with \`}\``,
          'Write `$${` where the characters themselves are meant',
        );
        return written;
      }
      const value = valueOf(name, written, at, substitution);
      if (Array.isArray(value))
        at.error('bad-parameter', `The list ${quote(name)} cannot stand inside a text`, 'Let it stand alone: "${…}"');
      return value === null ? written : String(value as Written & (string | number | boolean));
    },
  );
}

/** Null where the text stays as it is. */
function valueOf(
  name: string,
  written: string,
  at: At,
  { values, names, used, given, environment: allowed }: Substitution,
): Written | null {
  if (environment.test(name)) {
    if (!allowed) {
      at.error(
        'environment-in-data',
        `${quote(written)} is an environment variable, which only sinks may read: the data never depends on it`,
        'Declare a parameter, with a name in small letters, and give it with --param',
      );
    }
    return null;
  }
  used.add(name);
  if (given?.names.has(name) === true) given.places.add(at.path.join('/'));
  const value = values.get(name);
  if (value === undefined && !names.has(name)) {
    const hint = didYouMean(name, names, 'Parameters');
    at.error(
      'unknown-parameter',
      `There is no parameter ${quote(name)}`,
      hint ?? 'Declare it below `parameters`, or write `$${` where the characters themselves are meant',
    );
  }
  return value?.written ?? null;
}
