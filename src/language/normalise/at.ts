import type { Place } from '../../model/diagnostic.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import type { Path, Source } from '../source.ts';

/** A place in a file, while what stands there is read. Many are made, and few are asked for their path. */
export class At {
  readonly source: Pick<Source, 'file' | 'place' | 'within'>;
  readonly #report: Reporter;
  /** From here on down the steps lead; null where the path is known. */
  #above: At | null = null;
  #steps: Path;

  constructor(source: Pick<Source, 'file' | 'place' | 'within'>, path: Path, report: Reporter) {
    this.source = source;
    this.#steps = path;
    this.#report = report;
  }

  get path(): Path {
    if (this.#above !== null) {
      this.#steps = this.#above.path.concat(this.#steps);
      this.#above = null;
    }
    return this.#steps;
  }

  /** The first step of the path: the file's own key that this stands below. */
  get section(): string | number | undefined {
    return this.#above?.section ?? this.#steps[0];
  }

  /** The place of a key's value, or of an item. */
  below(...steps: readonly (string | number)[]): At {
    const at = new At(this.source, steps, this.#report);
    at.#above = this;
    return at;
  }

  /** The place of a key beside this one. */
  sibling(key: string): At {
    return new At(this.source, [...this.path.slice(0, -1), key], this.#report);
  }

  /** The same path, of which parts may stand elsewhere. */
  over(source: At['source']): At {
    return new At(source, this.path, this.#report);
  }

  place(part: 'key' | 'value' = 'value'): Place {
    return this.source.place(this.path, part);
  }

  /** For those who only show it: `file:line:column`. */
  named(part: 'key' | 'value' = 'value'): string {
    const { file, line, column } = this.place(part);
    return `${file}:${String(line)}:${String(column)}`;
  }

  error(code: Code, message: string, hint: string | null = null, part: 'key' | 'value' = 'value'): void {
    this.#report.error(code, this.place(part), message, hint);
  }

  warning(code: Code, message: string, hint: string | null = null, part: 'key' | 'value' = 'value'): void {
    this.#report.warning(code, this.place(part), message, hint);
  }
}

/** Thrown where something cannot be read, after its problem was reported; whoever reads a list goes on. */
export class Broken extends Error {}

/** The result, or undefined where it is broken. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}
