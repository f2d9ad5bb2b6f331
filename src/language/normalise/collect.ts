import { attempt } from './at.ts';
import type { Written } from './definitions.ts';

/** Something that was read, and where it was written. */
export interface Located<T> {
  readonly value: T;
  readonly written: Written;
}

/** Reads many things, leaves out what is broken, and knows whether something was. */
export class Collector {
  whole = true;

  each<T>(entries: Iterable<Written>, read: (entry: Written) => T): Located<T>[] {
    const located: Located<T>[] = [];
    for (const written of entries) {
      const value = this.one(() => read(written));
      if (value !== undefined) located.push({ value, written });
    }
    return located;
  }

  /** Undefined where it is broken. */
  one<T>(read: () => T): T | undefined {
    const value = attempt(read);
    if (value === undefined) this.whole = false;
    return value;
  }
}

/** By the name under which each was written. */
export function record<T>(located: readonly Located<T>[]): { [name: string]: T } {
  return Object.fromEntries(located.map(({ value, written }) => [nameOf(written), value]));
}

export const nameOf = ({ at }: Written): string => String(at.path.at(-1));
