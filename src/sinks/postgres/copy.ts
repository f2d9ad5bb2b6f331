/**
 * COPY FROM STDIN over a connection of `pg`, with frames of our own: each is handed to the socket as it is, and is
 * filled again once the socket has told that it is done with it. So a few frames are all the memory that a COPY takes,
 * however slow the server is.
 */
import type { Connection, Submittable } from 'pg';
import { Frame } from './frame.ts';

/** One is filled while others are on their way. */
const FRAMES = 3;

/** What `pg` has, and its types leave out. */
interface Wire extends Connection {
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  query(text: string): void;
}

export interface CopyOptions {
  /** Makes frames, one whenever it is asked. */
  readonly frames: (free: () => Frame) => Iterable<Frame>;
  /** Asked before each frame. */
  readonly signal: AbortSignal;
  /** Called whenever the server has taken something. */
  readonly progress: () => void;
  /** Frames that no socket holds, for one COPY after the other: new ones for each would pile up until they are collected. */
  readonly spare?: Frame[];
}

export class Copy implements Submittable {
  readonly done: Promise<void>;
  private readonly sql: string;
  private readonly options: CopyOptions;
  private settle!: { readonly resolve: () => void; readonly reject: (error: Error) => void };
  /** Why we gave up ourselves; the server only repeats it. */
  private failure: { readonly error: Error } | null = null;
  private ended = false;
  private wake: (() => void) | null = null;

  constructor(sql: string, options: CopyOptions) {
    this.sql = sql;
    this.options = options;
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
  }

  submit(connection: Connection): void {
    (connection as Wire).query(this.sql);
  }

  handleCopyInResponse(connection: Connection): void {
    const wire = connection as Wire;
    this.send(wire).then(
      () => {
        if (!this.ended) wire.endCopyFrom();
      },
      (error: unknown) => {
        this.failure = { error: error as Error };
        if (!this.ended) wire.sendCopyFail('given up');
      },
    );
  }

  handleError(error: Error): void {
    this.end();
    this.settle.reject((this.failure ?? { error }).error);
  }

  handleCommandComplete(): void {
    // What counts is that the server is ready again.
  }

  handleReadyForQuery(): void {
    this.end();
    this.settle.resolve();
  }

  private end(): void {
    this.ended = true;
    this.wake?.();
  }

  private async send({ stream }: Wire): Promise<void> {
    const { spare = [] } = this.options;
    while (spare.length < FRAMES) spare.push(new Frame());
    const ours = new Set<Frame>();
    const taken = (): Frame => {
      const frame = spare.pop()!.clear();
      ours.add(frame);
      return frame;
    };
    for (const frame of this.options.frames(taken)) {
      this.options.signal.throwIfAborted();
      stream.write(frame.sealed(), () => {
        this.options.progress();
        // Of a COPY that ended early, frames may come back late.
        if (ours.has(frame) && spare.length < FRAMES) spare.push(frame);
        this.wake?.();
      });
      // The next frame is begun before the loop comes around, so one must be free here.
      while (spare.length === 0 && !this.ended) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
      this.wake = null;
      if (this.ended) return;
    }
  }
}
