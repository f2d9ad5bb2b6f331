/** Work that costs the same for one as for many: done one round at a time, each for all that wait when it begins. */
export class Rounds<T> {
  private waiting: T[] = [];
  private last: Promise<void> = Promise.resolve();
  /** The round that has not begun. */
  private next: Promise<void> | null = null;
  private readonly work: (items: readonly T[]) => Promise<void>;

  constructor(work: (items: readonly T[]) => Promise<void>) {
    this.work = work;
  }

  /** Resolves or rejects with the round that `item` is in. */
  join(item: T): Promise<void> {
    this.waiting.push(item);
    this.next ??= this.last = this.last
      .catch(() => undefined)
      .then(() => {
        const items = this.waiting;
        this.waiting = [];
        this.next = null;
        return this.work(items);
      });
    return this.next;
  }
}
