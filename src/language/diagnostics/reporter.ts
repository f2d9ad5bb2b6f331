import type { Diagnostic, Place } from '../../model/diagnostic.ts';
import type { Code } from './codes.ts';

/** Collects problems while a scenario is read. Nothing here says how they look: see `render.ts`. */
export class Reporter {
  readonly #found = new Map<string, Diagnostic>();
  readonly #texts = new Map<string, string>();

  /** Remembers what a file says, so that renderers can show its lines. The first file is sorted first. */
  addText(file: string, text: string): void {
    this.#texts.set(file, text);
  }

  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** `hint` is the legal set, the nearest name, or what to write instead. */
  error(code: Code, place: Place, message: string, hint?: string | null): void {
    this.#add({ ...only(place), severity: 'error', code, message, hint: hint ?? null });
  }

  warning(code: Code, place: Place, message: string, hint?: string | null): void {
    this.#add({ ...only(place), severity: 'warning', code, message, hint: hint ?? null });
  }

  /** An error, not only warnings, was reported. */
  get failed(): boolean {
    for (const diagnostic of this.#found.values()) if (diagnostic.severity === 'error') return true;
    return false;
  }

  /** Sorted by file (in the order in which they were read), then by place. */
  diagnostics(): readonly Diagnostic[] {
    const rank = new Map([...this.#texts.keys()].map((file, index) => [file, index]));
    const fileRank = (file: string): number => rank.get(file) ?? rank.size;
    return [...this.#found.values()].sort(
      (a, b) =>
        fileRank(a.file) - fileRank(b.file) ||
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.line - b.line ||
        a.column - b.column,
    );
  }

  // A shared anchor leads to its text by several ways: one problem there is one diagnostic.
  #add(diagnostic: Diagnostic): void {
    const { file, line, column, code, message } = diagnostic;
    const identity = JSON.stringify([file, line, column, code, message]);
    if (!this.#found.has(identity)) this.#found.set(identity, diagnostic);
  }
}

function only({ file, line, column, endLine, endColumn }: Place): Place {
  return { file, line, column, endLine, endColumn };
}
