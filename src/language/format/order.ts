/**
 * Keys in the house's order. Text is only moved, never written anew: a key goes with its value, with the comments above
 * it and with the one behind it.
 */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, visit, type YAMLMap } from 'yaml';
import { type Block, blockOf, entryOf, fileShape, itemOf, type Shape, type Standing } from './house.ts';

/** Text that is YAML; what has aliases is left as it is, since an anchor must stand before them. */
export function inOrder(text: string): string {
  const document = parseDocument(text);
  const aliases: Node[] = [];
  visit(document, { Alias: (_, node) => void aliases.push(node) });
  const { contents } = document;
  if (aliases.length > 0 || document.errors.length > 0 || !isMap<Node, Node | null>(contents)) return text;
  return new Mover(text).text(contents, 0, text.length, fileShape, 'file');
}

type KeyedPair = Pair<Node, Node | null>;

class Mover {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** What stands in [from, to), of which the node is a part, with its keys in order. */
  text(node: Node | null, from: number, to: number, shape: Shape, standing: Standing): string {
    if (isMap<Node, Node | null>(node) && node.items.length > 0) return this.#map(node, from, to, shape, standing);
    if (isSeq<Node>(node)) return this.#inside(node.items, from, to, () => itemOf(shape), 'definition');
    return this.#source.slice(from, to);
  }

  /** Parts in their places, each with its own keys in order. */
  #inside(
    nodes: readonly (Node | null)[],
    from: number,
    to: number,
    shapeOf: (i: number) => Shape,
    standing: Standing,
  ): string {
    let [out, at] = ['', from];
    for (const [i, node] of nodes.entries()) {
      if (!node?.range || isAlias(node)) continue;
      const [start, end] = [node.range[0], node.range[1]];
      out += this.#source.slice(at, start) + this.text(node, start, end, shapeOf(i), standing);
      at = end;
    }
    return out + this.#source.slice(at, to);
  }

  #map(map: YAMLMap<Node, Node | null>, from: number, to: number, shape: Shape, standing: Standing): string {
    const pairs = map.items as KeyedPair[];
    const block = blockOf(shape, kindOf(map), standing);
    const inner = block?.holds === null ? 'definition' : 'within';
    const shapeOf = ({ key }: KeyedPair): Shape =>
      block?.holds === null ? entryOf(shape) : (block?.holds(nameOf(key)) ?? null);
    const order = block === null ? pairs : sorted(pairs, block);
    const moved = order.some((pair, i) => pair !== pairs[i]);
    if (!moved || !pairs.every(isPlain)) {
      return this.#inside(
        pairs.map(({ value }) => value),
        from,
        to,
        (i) => shapeOf(pairs[i]!),
        inner,
      );
    }
    return map.flow === true
      ? this.#flow(pairs, order, from, to, shapeOf)
      : this.#block(pairs, order, from, to, shapeOf, standing === 'file');
  }

  #flow(
    pairs: readonly KeyedPair[],
    order: readonly KeyedPair[],
    from: number,
    to: number,
    shapeOf: (pair: KeyedPair) => Shape,
  ): string {
    const whole = this.#source.slice(from, to);
    // A comment belongs to a line, and lines would change.
    if (whole.includes('#') && pairs.some(({ key, value }) => hasComment(key) || hasComment(value))) return whole;
    const written = (pair: KeyedPair): string => {
      const start = pair.key.range![0];
      const end = pair.value?.range?.[1] ?? pair.key.range![1];
      return this.text(pair.value, start, Math.max(end, pair.key.range![1]), shapeOf(pair), 'within');
    };
    const last = pairs.at(-1)!;
    const end = last.value?.range?.[1] ?? last.key.range![1];
    return (
      this.#source.slice(from, pairs[0]!.key.range![0]) + order.map(written).join(', ') + this.#source.slice(end, to)
    );
  }

  #block(
    pairs: readonly KeyedPair[],
    order: readonly KeyedPair[],
    from: number,
    to: number,
    shapeOf: (pair: KeyedPair) => Shape,
    top: boolean,
  ): string {
    const starts = pairs.map((pair, i) => (i === 0 ? this.#head(pair, from, top) : this.#lead(pairs[i - 1]!, pair)));
    const parts = new Map(
      pairs.map((pair, i) => {
        const end = starts[i + 1] ?? to;
        return [pair, this.text(pair.value, starts[i]!, end, shapeOf(pair), 'within')];
      }),
    );
    const indent = ' '.repeat(columnOf(this.#source, pairs[0]!.key.range![0]));
    // Each part without what stands before its first line, and without what ends it.
    const blocks = order.map((pair) =>
      parts
        .get(pair)!
        .replace(/^[ \t]*\n/, '\n')
        .trim(),
    );
    const ends = /\s*$/.exec(this.#source.slice(from, to))![0];
    const gaps = order.map((pair) => /^\s*?\n\s*?\n/.test(`\n${parts.get(pair)!}`) && pair !== pairs[0]);
    return (
      this.#source.slice(from, starts[0]) +
      blocks.map((block, i) => (i === 0 ? block : `${gaps[i]! ? '\n\n' : '\n'}${indent}${block}`)).join('') +
      ends
    );
  }

  /** Where the first key begins; what stands above it in the file is the file's own. */
  #head({ key }: KeyedPair, from: number, top: boolean): number {
    return top ? key.range![0] : Math.max(from, key.range![0]);
  }

  /** Where what belongs to a key begins: after what belongs to the one before it. */
  #lead(before: KeyedPair, pair: KeyedPair): number {
    const start = pair.key.range![0];
    const column = columnOf(this.#source, start);
    const after = this.#after(before, pair);
    let lead = after;
    // A comment that stands further in than the key is the last of what is above, as in a list that ends with one.
    for (const line of this.#source.slice(after, start).matchAll(/^( *)#.*\n/gm)) {
      if (line[1]!.length > column) lead = after + line.index + line[0].length;
    }
    return lead;
  }

  /** After the line on which the one before it ends. */
  #after(before: KeyedPair, pair: KeyedPair): number {
    const end = before.value?.range?.[1] ?? before.key.range![1];
    const start = pair.key.range![0];
    const between = this.#source.slice(end, start);
    // A block's range ends after its last line, a scalar's within it.
    if (this.#source[end - 1] === '\n') return end;
    const line = between.indexOf('\n');
    return line < 0 ? start : end + line + 1;
  }
}

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

const isPlain = ({ key }: KeyedPair): boolean => isScalar(key) && key.range !== undefined && key.anchor === undefined;

function hasComment(node: Node | null): boolean {
  let found = false;
  if (node === null) return false;
  visit(node, {
    Node: (_, inner) => {
      found ||= (inner.comment ?? inner.commentBefore ?? null) !== null;
    },
  });
  return found;
}

function kindOf(map: YAMLMap<Node, Node | null>): string | null {
  const kind = map.get('kind');
  return typeof kind === 'string' ? kind : null;
}

const nameOf = (key: Node): string => (isScalar(key) ? String(key.value) : '');

/** Keys that have a place in it; all others between those, as they are. */
function sorted(pairs: readonly KeyedPair[], { first, last }: Block): readonly KeyedPair[] {
  const rank = ({ key }: KeyedPair): number => {
    const name = nameOf(key);
    if (first.includes(name)) return first.indexOf(name);
    return last.includes(name) ? first.length + 1 + last.indexOf(name) : first.length;
  };
  return [...pairs].sort((a, b) => rank(a) - rank(b));
}
