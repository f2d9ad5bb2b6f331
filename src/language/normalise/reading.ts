/** What readers share: names that are known, what was found, and the way down into the next value. */
import type { Condition } from '../../model/condition.ts';
import type { Constant, Draw, Reference } from '../../model/draw.ts';
import type { FieldShape, Fields, Namespace, Values } from '../../model/field.ts';
import type { Selection } from '../../model/scenario.ts';
import type { Schedule } from '../../model/timing.ts';
import type { At } from './at.ts';
import type { Scope } from './scope.ts';

/** A value that was read, and where. Rules look at these. */
export interface Found<T> {
  readonly value: T;
  readonly at: At;
}

export interface Use {
  readonly namespace: Namespace;
  readonly name: string;
  readonly at: At;
}

/** All that was read, kept with its place for the rules. */
export class Findings {
  readonly uses: Use[] = [];
  /** Of constants there are many, and none has a problem that its shape does not show. */
  readonly draws: Found<Exclude<Draw, Constant>>[] = [];
  readonly conditions: Found<Condition>[] = [];
  readonly selections: Found<Selection>[] = [];
  readonly schedules: Found<Schedule>[] = [];
  readonly zones: Found<string>[] = [];
  /** What `$name` is read as, and where. */
  readonly references: (Found<Reference> & { readonly as: FieldShape['type'] })[] = [];
  /** What is made of traits: a `wall-time`, a `duration`, another value. */
  readonly traits: { readonly name: string; readonly as: FieldShape['type'] }[] = [];
}

/** Names that the scenario and its includes define, by what they were written under, read or broken. */
export type Names = { readonly [N in Namespace]: ReadonlySet<string> };

export interface Reading {
  readonly names: Names;
  readonly found: Findings;
  /** Undefined for one that is unknown or broken. */
  calendar(name: string): Condition | undefined;
  isTrait(name: string): boolean;
  /** What the trait that stands at a place is read as. */
  traitType(at: At): 'wall-time' | 'duration' | 'text';
  /** A value of this shape; throws `Broken` after the problem was reported. */
  read(shape: FieldShape, written: unknown, at: At, scope: Scope): unknown;
  /** The values of an object's keys, with defaults for what is absent. */
  fields<F extends Fields>(fields: F, written: unknown, at: At, scope: Scope): Values<F>;
}
