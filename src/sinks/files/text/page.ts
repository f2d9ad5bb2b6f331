/** Bounded buffers between an encoder and what takes its bytes. */

/** Bytes from 0 to `at` are filled. */
export interface Page {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

/** Long enough that a system call is cheap beside its bytes, short enough to stay in the processor's cache. */
const PAGE = 512 * 1024;

/** Encoders copy eight bytes at a time and may touch this many bytes behind what they fill. */
export const SLACK = 8;

/** Pages that nobody fills now: a new pair for every part would wait long for the garbage collector. */
export class PagePool {
  private readonly idle: Page[] = [];
  private readonly size: number;

  constructor(size = PAGE) {
    this.size = size;
  }

  take(): Page {
    const page = this.idle.pop() ?? newPage(this.size);
    page.at = 0;
    return page;
  }

  give(page: Page): void {
    this.idle.push(page);
  }
}

/** Two pages in turns: one is filled while the other is written. */
export class Pages {
  page: Page;
  private other: Page;
  private pending: Promise<void> = Promise.resolve();
  private readonly write: (bytes: Uint8Array) => Promise<void>;
  private readonly pool: PagePool;

  /** `write` has taken all bytes when its promise resolves; only then are they used again. */
  constructor(write: (bytes: Uint8Array) => Promise<void>, pool: PagePool) {
    this.write = write;
    this.pool = pool;
    this.page = pool.take();
    this.other = pool.take();
  }

  /** Hands over the page, and waits for an empty one. */
  async turn(): Promise<void> {
    await this.pending;
    const full = this.page;
    this.pending = this.write(full.bytes.subarray(0, full.at));
    // A failure is reported by the next turn or the end; until then it must not count as unhandled.
    this.pending.catch(() => undefined);
    this.page = this.other;
    this.page.at = 0;
    this.other = full;
  }

  /** Appends a text of any length. */
  async append(text: string): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    for (let from = 0; from < bytes.length;) {
      const room = this.page.bytes.length - SLACK - this.page.at;
      const next = bytes.subarray(from, from + room);
      this.page.bytes.set(next, this.page.at);
      this.page.at += next.length;
      from += next.length;
      if (from < bytes.length) await this.turn();
    }
  }

  /** Resolves when every byte was taken. */
  async end(): Promise<void> {
    if (this.page.at > 0) await this.turn();
    await this.pending;
  }

  /** Nothing is written any more, by success or failure: others may use the pages. */
  async release(): Promise<void> {
    await this.pending.catch(() => undefined);
    this.pool.give(this.page);
    this.pool.give(this.other);
  }
}

function newPage(size: number): Page {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer), at: 0 };
}
