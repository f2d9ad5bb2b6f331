import type { Choice, Distribution, Draw, Scope as Sharing, Template } from '../../model/draw.ts';
import type { FieldShape } from '../../model/field.ts';
import type { Json, Scalar } from '../../model/units.ts';
import { didYouMean, listed, quote } from '../diagnostics/words.ts';
import { caseFields, drawFields, drawKinds } from '../grammar/draw.ts';
import { referenceOf, templateParts } from '../read/reference.ts';
import { Broken, type At } from './at.ts';
import type { Reading } from './reading.ts';
import { legalNames, resolve, type Scope } from './scope.ts';
import { broken, isMapping } from './text.ts';

/** A constant, a reference, a text with references, or a random draw, of what `of` describes. */
export function readDraw(of: FieldShape, written: unknown, at: At, scope: Scope, reading: Reading): Draw {
  const draw = unplaced(of, written, at, scope, reading);
  if (draw.kind !== 'constant') reading.found.draws.push({ value: draw, at });
  return draw;
}

function unplaced(of: FieldShape, written: unknown, at: At, scope: Scope, reading: Reading): Draw {
  if (typeof written === 'string') {
    const name = referenceOf(written);
    if (name !== null) return reference(name, at, scope, reading, of);
    if (of.type === 'scalar' || of.type === 'text') return template(written, at, scope, reading);
    if (of.type === 'trait' && reading.traitType(at) === 'text') return template(written, at, scope, reading);
  }
  if (isMapping(written)) {
    const told = Object.hasOwn(written, 'case');
    return told ? byCase(of, written, at, scope, reading) : random(of, written, at, scope, reading);
  }
  return { kind: 'constant', value: reading.read(of, written, at, scope) as Scalar };
}

function reference(name: string, at: At, scope: Scope, reading: Reading, of: FieldShape = { type: 'text' }) {
  const found = resolve(name, scope, (trait) => reading.isTrait(trait));
  if (found !== null) {
    reading.found.references.push({ value: found, at, as: of.type });
    if (found.of === 'trait') reading.found.traits.push({ name, as: of.type });
    return found;
  }
  const legal = legalNames(scope, reading.names.trait);
  return broken(at, 'unknown-reference', `${quote(`$${name}`)} means nothing here`, didYouMean(`$${name}`, legal));
}

/** Text with references in it; a constant where there are none. */
function template(text: string, at: At, scope: Scope, reading: Reading): Draw {
  if (!text.includes('$')) return { kind: 'constant', value: text };
  const parts = templateParts(text).map((part) =>
    part.kind === 'text' ? part.text : reference(part.name, at, scope, reading),
  );
  if (parts.every((part) => typeof part === 'string')) return { kind: 'constant', value: parts.join('') };
  return { kind: 'template', parts } satisfies Template;
}

interface Written {
  readonly uniform?: readonly number[] | null;
  readonly normal?: { readonly mean: number; readonly sd: number } | null;
  readonly lognormal?: { readonly mean: number | null; readonly median: number | null; readonly sigma: number } | null;
  readonly exponential?: { readonly mean: number } | null;
  readonly pareto?: { readonly min: number; readonly alpha: number } | null;
  readonly poisson?: { readonly mean: number } | null;
  readonly zipf?: { readonly n: number; readonly s: number } | null;
  readonly mean?: number | null;
  readonly min?: number | null;
  readonly max?: number | null;
  readonly decimals?: number | null;
  readonly one_of?: Choice['choices'] | null;
  readonly chance?: string | null;
  readonly options?: { readonly [name: string]: Scalar };
  readonly per: Sharing | null;
}

function random(
  of: FieldShape,
  written: { readonly [key: string]: unknown },
  at: At,
  scope: Scope,
  reading: Reading,
): Draw {
  const fields = drawFields(of);
  const legal = drawKinds.filter((kind) => Object.hasOwn(fields, kind));
  const present = legal.filter((kind) => Object.hasOwn(written, kind));
  if (present.length !== 1) {
    const many = present.length === 0 ? 'says of no distribution' : `has ${String(present.length)} distributions`;
    return broken(at, 'bad-draw', `This draw ${many}`, `Write exactly one of ${listed(legal)}`);
  }
  const values = reading.fields(fields, written, at, scope) as unknown as Written;
  const drawn = { per: values.per ?? ('place' as const), decimals: values.decimals ?? null };
  if (values.one_of) return { kind: 'one_of', choices: values.one_of, ...drawn };
  if (values.chance != null) return { kind: 'chance', method: values.chance, options: values.options ?? {}, ...drawn };
  return { ...distribution(values, at), ...drawn };
}

/** `{case: $field, x: …, y: …}`: every key that is no key of the draw itself is a value of the field. */
function byCase(
  of: FieldShape,
  written: { readonly [key: string]: unknown },
  at: At,
  scope: Scope,
  reading: Reading,
): Draw {
  const fields = caseFields(of);
  const values = reading.fields(fields, written, at, scope) as {
    case: string;
    decimals?: number | null;
    per: Sharing | null;
  };
  const name = referenceOf(values.case);
  if (name === null) return broken(at.below('case'), 'bad-draw', 'A case is told by a reference such as $category');
  const told = reference(name, at.below('case'), scope, reading);
  const branches = Object.entries(written)
    .filter(([key]) => !Object.hasOwn(fields, key) && !key.startsWith('x-'))
    .map(([key, branch]): [string, Draw] => [key, readDraw(of, branch, at.below(key), scope, reading)]);
  if (branches.length === 0) {
    return broken(
      at,
      'bad-draw',
      'This case has no branch',
      'Write a draw for each value, such as {case: $category, cpu: …}',
    );
  }
  return {
    kind: 'case',
    of: told,
    branches: Object.fromEntries(branches),
    per: values.per ?? 'place',
    decimals: values.decimals ?? null,
  };
}

function distribution(values: Written, at: At): Distribution {
  const limits = { min: values.min ?? null, max: values.max ?? null };
  if (values.uniform) {
    if (limits.min !== null || limits.max !== null) {
      return broken(at.below(limits.min === null ? 'max' : 'min'), 'bad-draw', 'A uniform draw has its bounds already');
    }
    return { kind: 'uniform', low: values.uniform[0]!, high: values.uniform[1]! };
  }
  if (values.poisson) return { kind: 'poisson', mean: values.poisson.mean };
  if (values.zipf) return { kind: 'zipf', n: values.zipf.n, s: values.zipf.s };
  if (values.pareto) return { kind: 'pareto', scale: values.pareto.min, alpha: values.pareto.alpha, ...limits };
  if (values.normal) return { kind: 'normal', mean: values.normal.mean, sd: values.normal.sd, ...limits };
  if (values.exponential) return { kind: 'exponential', mean: values.exponential.mean, ...limits };
  if (values.lognormal) {
    const { mean, median, sigma } = values.lognormal;
    if ((mean === null) === (median === null)) {
      return broken(
        at.below('lognormal'),
        'bad-draw',
        'A lognormal draw has a mean or a median',
        'Write exactly one of the two',
      );
    }
    return { kind: 'lognormal', mean, median, sigma, ...limits };
  }
  if (values.mean == null) throw new Broken();
  return {
    kind: 'lognormal',
    mean: values.mean,
    median: null,
    sigma: 1,
    min: limits.min,
    max: limits.max ?? 20 * values.mean,
  };
}

/** A list with equal weights, or a map of values to weights; keys identify a choice, whatever its place. */
export function readChoices(
  of: FieldShape,
  written: unknown,
  at: At,
  scope: Scope,
  reading: Reading,
): Choice['choices'] {
  if (Array.isArray(written)) {
    return (written as unknown[]).map((item, i) => ({
      key: typeof item === 'string' ? item : JSON.stringify(item as Json),
      value: readDraw(of, item, at.below(i), scope, reading),
      weight: 1,
    }));
  }
  if (!isMapping(written)) return broken(at, 'wrong-type', 'Expected a list of values, or a map of values to weights');
  return Object.entries(written).map(([key, weight]) => ({
    key,
    value: readDraw(of, keyValue(of, key), at.below(key), scope, reading),
    weight: reading.read({ type: 'number', minimum: 0 }, weight, at.below(key), scope) as number,
  }));
}

/** Keys of a map are text; where a number is meant, it is read as one. */
function keyValue(of: FieldShape, key: string): unknown {
  const numeric = of.type === 'number' || of.type === 'integer';
  return numeric && /^-?\d+(\.\d+)?$/.test(key) ? Number(key) : key;
}
