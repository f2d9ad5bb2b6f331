/** A place in a text: lines and columns count from 1, the end is exclusive. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One problem of a scenario. Rendering (text, JSON, GitHub, SARIF) is apart from detection. */
export interface Diagnostic extends Place {
  readonly severity: 'error' | 'warning';
  /** Stable, in kebab-case: `unknown-key`. */
  readonly code: string;
  readonly message: string;
  /** The legal set, the nearest name, or what to write instead. */
  readonly hint: string | null;
}

/** A file that the scenario was made from. */
export interface Input {
  readonly path: string;
  /** SHA-256 of its bytes, in hex. */
  readonly sha256: string;
}
