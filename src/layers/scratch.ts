/** Columns on loan: kernels nest (a metric follows a metric), so each takes what it needs and gives it back. */
export class Scratch {
  readonly #columns: Float64Array[] = [];
  readonly #bits: Int32Array[] = [];
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Runs `use` with a column of at least `count` doubles, whose content is arbitrary. */
  column(use: (column: Float64Array) => void, count = this.#size): void {
    const column = count > this.#size ? new Float64Array(count) : (this.#columns.pop() ?? new Float64Array(this.#size));
    use(column);
    if (count <= this.#size) this.#columns.push(column);
  }

  /** The same with integers. */
  bits(use: (bits: Int32Array) => void, count = this.#size): void {
    const bits = count > this.#size ? new Int32Array(count) : (this.#bits.pop() ?? new Int32Array(this.#size));
    use(bits);
    if (count <= this.#size) this.#bits.push(bits);
  }
}
