import { isAlias, isMap, isScalar, isSeq, type Alias, type Node } from 'yaml';
import type { Place } from '../../model/diagnostic.ts';
import type { Lines } from './lines.ts';

/** Keys and list positions from the top: `['assets', 0, 'id']`. */
export type Path = readonly (string | number)[];

/** A step of a path that is there: the pair in its mapping, or the item in its list. */
interface Found {
  readonly key: Node | null;
  readonly value: Node | null;
}

/** Finds places by walking the document; asked only when there is a problem to show. */
export class Places {
  readonly #root: Node | null;
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #text: string;
  readonly #lines: Lines;

  constructor(root: Node | null, targets: ReadonlyMap<Alias, Node>, text: string, lines: Lines) {
    this.#root = root;
    this.#targets = targets;
    this.#text = text;
    this.#lines = lines;
  }

  of(path: Path, part: 'key' | 'value'): Place {
    const { found, whole } = this.#walk(path);
    if (whole && part === 'value' && length(found.value) > 0) return this.#place(found.value!);
    if (length(found.key) > 0) return this.#place(found.key!);
    return this.#head(found.value);
  }

  within(path: Path, from: number, to: number): Place {
    const { found, whole } = this.#walk(path);
    const node = whole && found.value !== null ? this.#resolve(found.value) : null;
    if (isScalar(node) && typeof node.value === 'string' && node.range) {
      const start = node.range[0] + (node.type === 'PLAIN' ? 0 : 1);
      if (this.#text.startsWith(node.value, start) && !node.value.includes('\n'))
        return this.#lines.place(start + from, start + to);
    }
    return this.of(path, 'value');
  }

  /** As far as the path is there. */
  #walk(path: Path): { found: Found; whole: boolean } {
    let found: Found = { key: null, value: this.#root };
    for (const step of path) {
      const next = this.#step(found.value, step);
      if (next === null) return { found, whole: false };
      found = next;
    }
    return { found, whole: true };
  }

  #step(node: Node | null, step: string | number): Found | null {
    const target = node === null ? null : this.#resolve(node);
    if (isMap<Node, Node | null>(target)) {
      const pair = target.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      return pair === undefined ? null : { key: pair.key, value: pair.value };
    }
    if (!isSeq<Node>(target) || typeof step !== 'number' || step >= target.items.length) return null;
    return { key: null, value: target.items[step] ?? null };
  }

  #resolve(node: Node): Node {
    return (isAlias(node) ? this.#targets.get(node) : undefined) ?? node;
  }

  #place(node: Node): Place {
    const [from, to] = node.range!;
    return this.#lines.place(from, from + this.#text.slice(from, to).trimEnd().length);
  }

  /** What has no key of its own, the document or an item of a list, is named by its first line. */
  #head(node: Node | null): Place {
    if (node === null || !node.range) return this.#lines.place(0, 0);
    const [from, to] = node.range;
    const line = /^[^\r\n]*/.exec(this.#text.slice(from, to))![0];
    return this.#lines.place(from, from + line.trimEnd().length);
  }
}

function length(node: Node | null): number {
  return node?.range ? node.range[1] - node.range[0] : 0;
}
