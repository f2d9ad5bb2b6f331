import type { Case, Draw, NumberDraw, Outcome, Reference, Scope } from '../model/draw.ts';
import type { DataValue } from '../model/scenario.ts';
import type { Json } from '../model/units.ts';
import { chanceValue } from './chance.ts';
import { meanOf, quantileOf } from './distribution.ts';
import { derive, type Key, uniform } from './key.ts';

/** Where a draw stands: who shares it, what its references mean. */
export interface Site {
  /** The key of the place for a scope; `place` is the site's own. */
  key(scope: Scope): Key;
  resolve(reference: Reference): Json;
  /** Probability of an outcome; only where occurrences are (jobs). */
  probability?(outcome: Outcome): number;
}

/** A draw made ready: the same site always gives the same value. */
export type Sampler = (site: Site) => Json;

/** Makes a draw ready to be evaluated many times. */
export function compileDraw(draw: Draw): Sampler {
  switch (draw.kind) {
    case 'constant':
      return () => draw.value;
    case 'reference':
      return (site) => site.resolve(draw);
    case 'template':
      return (site) => draw.parts.map((part) => (typeof part === 'string' ? part : text(site.resolve(part)))).join('');
    case 'one_of':
      return compileChoice(draw.choices, draw.per);
    case 'data':
      return compileData(draw.value);
    case 'case':
      return compileCase(draw);
    case 'chance':
      return (site) => chanceValue(draw.method, draw.options, site.key(draw.per));
    case 'outcome':
      return (site) => (uniform(site.key(draw.per)) < (site.probability?.(draw) ?? 0) ? 1 : 0);
    default:
      return compileNumber(draw);
  }
}

function compileNumber(draw: NumberDraw): Sampler {
  const quantile = quantileOf(draw);
  const { decimals, per } = draw;
  if (decimals === null) return (site) => quantile(uniform(site.key(per)));
  const scale = powerOfTen(decimals);
  return (site) => Math.floor(quantile(uniform(site.key(per))) * scale + 0.5) / scale;
}

function compileChoice(
  choices: readonly { readonly key: string; readonly value: Draw; readonly weight: number }[],
  per: Scope,
): Sampler {
  const total = choices.reduce((sum, choice) => sum + choice.weight, 0);
  const samplers = choices.map((choice) => compileDraw(choice.value));
  return (site) => {
    const key = site.key(per);
    let left = uniform(key) * total;
    let chosen = 0;
    while (chosen < choices.length - 1 && left >= choices[chosen]!.weight) left -= choices[chosen++]!.weight;
    // A draw inside a choice has a key of its own: the choice's name below the place.
    const inner: Site = { ...site, key: (scope) => derive(site.key(scope), choices[chosen]!.key) };
    return samplers[chosen]!(inner);
  };
}

function compileData(value: DataValue): Sampler {
  switch (value.kind) {
    case 'json':
      return () => value.value;
    case 'value':
      return compileDraw(value.draw);
    case 'list': {
      const items = value.items.map(compileData);
      return (site) => items.map((item) => item(site));
    }
    case 'object': {
      const entries = Object.entries(value.entries).map(([name, item]) => [name, compileData(item)] as const);
      return (site) => Object.fromEntries(entries.map(([name, item]) => [name, item(site)]));
    }
  }
}

function compileCase({ of, branches, decimals, per }: Case): Sampler {
  const samplers = new Map(Object.entries(branches).map(([value, branch]) => [value, compileDraw(branch)]));
  const scale = decimals === null ? null : powerOfTen(decimals);
  return (site) => {
    const value = text(site.resolve(of));
    // A branch has a key of its own, and is shared as the case is where it does not say itself.
    const key: Site['key'] = (scope) => derive(site.key(scope === 'place' ? per : scope), value);
    const drawn = samplers.get(value)?.({ ...site, key }) ?? null;
    return scale === null || typeof drawn !== 'number' ? drawn : Math.floor(drawn * scale + 0.5) / scale;
  };
}

/** What a reference reads as inside text: nothing for null, JSON for lists and objects. */
export function text(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** 10^n for a small whole n, exact up to n = 22. */
export function powerOfTen(n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power *= 10;
  return power;
}

/** Bounds and mean of a draw of numbers; null where they depend on something that is not known here. */
export function boundsOf(draw: Draw): { readonly min: number; readonly max: number; readonly mean: number } | null {
  switch (draw.kind) {
    case 'constant':
      return typeof draw.value === 'number' ? { min: draw.value, max: draw.value, mean: draw.value } : null;
    case 'uniform':
    case 'normal':
    case 'lognormal':
    case 'exponential':
    case 'pareto':
    case 'poisson':
    case 'zipf':
      return { ...supportOf(draw), mean: meanOf(draw) };
    case 'case': {
      const parts = Object.values(draw.branches).map((branch) => boundsOf(branch));
      if (parts.includes(null)) return null;
      const known = parts as { min: number; max: number; mean: number }[];
      // Which branch is taken is not known here: the mean is that of branches taken equally often.
      return {
        min: Math.min(...known.map(({ min }) => min)),
        max: Math.max(...known.map(({ max }) => max)),
        mean: known.reduce((sum, { mean }) => sum + mean, 0) / known.length,
      };
    }
    case 'one_of': {
      const parts = draw.choices.map((choice) => ({ weight: choice.weight, bounds: boundsOf(choice.value) }));
      const total = parts.reduce((sum, part) => sum + part.weight, 0);
      let [min, max, mean] = [Infinity, -Infinity, 0];
      for (const { weight, bounds } of parts) {
        if (bounds === null) return null;
        min = Math.min(min, bounds.min);
        max = Math.max(max, bounds.max);
        mean += (weight / total) * bounds.mean;
      }
      return { min, max, mean };
    }
    default:
      return null;
  }
}

function supportOf(draw: NumberDraw): { min: number; max: number } {
  switch (draw.kind) {
    case 'uniform':
      return { min: draw.low, max: draw.high };
    case 'poisson':
      return { min: 0, max: Infinity };
    case 'zipf':
      return { min: 1, max: draw.n };
    case 'pareto':
      return { min: Math.max(draw.scale, draw.min ?? 0), max: draw.max ?? Infinity };
    default:
  }
  return { min: draw.min ?? (draw.kind === 'normal' ? -Infinity : 0), max: draw.max ?? Infinity };
}
