/** Columns on loan: kernels nest (a metric follows a metric), so each takes what it needs and gives it back. */
export class Scratch {
  /** By size: longer columns come in doublings. */
  readonly #columns = new Map<number, Float64Array[]>();
  readonly #bits = new Map<number, Int32Array[]>();
  readonly #size: number;
  /** For those who read what nobody has written yet; never written to. */
  readonly zeros: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.zeros = new Float64Array(size);
  }

  /** Runs `use` with a column of at least `count` doubles, whose content is arbitrary. */
  column(use: (column: Float64Array) => void, count = this.#size): void {
    this.#lend(this.#columns, Float64Array, use, count);
  }

  /** The same with integers. */
  bits(use: (bits: Int32Array) => void, count = this.#size): void {
    this.#lend(this.#bits, Int32Array, use, count);
  }

  #lend<T>(pools: Map<number, T[]>, Typed: new (size: number) => T, use: (array: T) => void, count: number): void {
    let size = this.#size;
    while (size < count) size *= 2;
    const free = poolOf(pools, size);
    const array = free.pop() ?? new Typed(size);
    use(array);
    if (size <= LARGEST * this.#size) free.push(array);
  }
}

/** Columns up to this many times the usual size are kept. */
const LARGEST = 32;

function poolOf<T>(pools: Map<number, T[]>, size: number): T[] {
  let pool = pools.get(size);
  if (pool === undefined) pools.set(size, (pool = []));
  return pool;
}
