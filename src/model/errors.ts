/** The exit codes that scripts may rely on. */
export const Exit = {
  done: 0,
  bug: 1,
  usage: 2,
  invalid: 3,
  refused: 4,
  locked: 5,
  unreachable: 6,
  rejected: 7,
  target: 8,
  different: 9,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof Exit)[keyof typeof Exit];

export interface Failure {
  /** Stable, in kebab-case: `held-with-other-values`. */
  readonly code: string;
  readonly exit: ExitCode;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** `path:line:column`, or the object in the target. */
  readonly place?: string | undefined;
  /** What is already safe. */
  readonly safe?: string | undefined;
  /** The command to run next, or what to do. */
  readonly next?: string | undefined;
}

/** An error that a user can act on. Anything else that is thrown is a bug of ours. */
export class SeedctlError extends Error implements Failure {
  readonly code: string;
  readonly exit: ExitCode;
  readonly place: string | undefined;
  readonly safe: string | undefined;
  readonly next: string | undefined;

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = 'SeedctlError';
    this.code = failure.code;
    this.exit = failure.exit;
    this.place = failure.place;
    this.safe = failure.safe;
    this.next = failure.next;
  }

  toJSON(): Failure {
    const { code, message, place, safe, next, exit } = this;
    return { code, message, place, safe, next, exit };
  }
}
