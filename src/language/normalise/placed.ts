import type { At } from './at.ts';

/**
 * Says where it was written; few are asked. The getters are those of a class: an object with getters of its own has a
 * hidden class of its own too, which keeps alive whatever its getters know.
 */
export class Placed {
  readonly #at: At;

  constructor(at: At) {
    this.#at = at;
  }

  /** The scenario's file. */
  get file(): string {
    return this.#at.place('key').file;
  }

  /** `path:line:column`. */
  get place(): string {
    return this.#at.named('key');
  }
}
