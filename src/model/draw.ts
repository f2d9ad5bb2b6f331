import type { Scalar, Share } from './units.ts';
import type { Condition } from './condition.ts';
import type { DataValue } from './scenario.ts';

/**
 * Who shares one draw. `place` is the scope that the place in the file sets by itself: the asset for a
 * pattern or a trait, the occurrence for an episode, the tick for noise.
 */
export type Scope = 'place' | 'asset' | 'parent' | 'type' | 'day' | 'all' | `tags.${string}`;

/**
 * What `$name` means, resolved by the language: a field of the occurrence, a trait of the asset, or a
 * variable (`asset`, `type`, `parent`, `key`, `start`, `tags.site`, `data.lat`, `parent.data.lat`, …).
 */
export interface Reference {
  readonly kind: 'reference';
  readonly of: 'field' | 'trait' | 'variable';
  readonly name: string;
}

export interface Constant {
  readonly kind: 'constant';
  readonly value: Scalar | null;
}

/** Text with references in it: `"$asset-$key"`. */
export interface Template {
  readonly kind: 'template';
  readonly parts: readonly (string | Reference)[];
}

/** What every random draw carries. */
interface Drawn {
  readonly per: Scope;
  /** Digits kept after the point; null keeps all. */
  readonly decimals: number | null;
}

interface Truncated {
  readonly min: number | null;
  readonly max: number | null;
}

/** Distributions of numbers (durations are in milliseconds). Truncation renormalises, it never piles up. */
export type Distribution =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | ({ readonly kind: 'normal'; readonly mean: number; readonly sd: number } & Truncated)
  /** Exactly one of mean and median is a number; `mean` is the mean after truncation. */
  | ({
      readonly kind: 'lognormal';
      readonly mean: number | null;
      readonly median: number | null;
      readonly sigma: number;
    } & Truncated)
  /** `mean` is the mean after truncation. */
  | ({ readonly kind: 'exponential'; readonly mean: number } & Truncated)
  /** Never below `scale`; P(X > x) = (scale / x)^alpha. */
  | ({ readonly kind: 'pareto'; readonly scale: number; readonly alpha: number } & Truncated)
  | { readonly kind: 'poisson'; readonly mean: number }
  /** Ranks 1 … n; P(k) ∝ k^−s. */
  | { readonly kind: 'zipf'; readonly n: number; readonly s: number };

export type NumberDraw = Distribution & Drawn;

export interface Choice extends Drawn {
  readonly kind: 'one_of';
  /** `key` identifies the choice; weights are relative. */
  readonly choices: readonly { readonly key: string; readonly value: Draw; readonly weight: number }[];
}

/** One of several draws, told by the value of a field, trait or variable. */
export interface Case extends Drawn {
  readonly kind: 'case';
  readonly of: Reference;
  readonly branches: { readonly [value: string]: Draw };
}

/** A method of the chance package, from a keyed seed; for what is drawn once per asset or occurrence. */
export interface ChanceDraw extends Drawn {
  readonly kind: 'chance';
  readonly method: string;
  readonly options: { readonly [name: string]: Scalar };
}

/**
 * 1 or 0: a job's result. The probability is `success` (by asset type, or for all types under `*`)
 * times every modifier whose condition holds at the start, limited to [0, 1]; 0 while the asset is down.
 */
export interface Outcome extends Drawn {
  readonly kind: 'outcome';
  readonly success: { readonly [type: string]: Share };
  readonly modifiers: readonly { readonly when: Condition; readonly times: number }[];
}

/** Data with draws in it: a list or an object, in a record. */
export interface Compound {
  readonly kind: 'data';
  readonly value: DataValue;
}

export type Draw = Compound | Constant | Reference | Template | NumberDraw | Choice | Case | ChanceDraw | Outcome;
