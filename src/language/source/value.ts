import { isAlias, isMap, isPair, isScalar, isSeq, type Alias, type Document, type Node } from 'yaml';
import type { Json } from '../../model/units.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import type { Code } from '../diagnostics/codes.ts';
import { quote } from '../diagnostics/words.ts';
import { grouped } from './decode.ts';
import { limits } from './limits.ts';
import type { Lines } from './lines.ts';
import { scalarProblem } from './scalar.ts';

/** A document as plain data: objects without a prototype, so that no written name finds what nobody wrote. */
export interface Content {
  readonly value: Json;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/** Keys by which data reaches into the prototypes of JavaScript. */
export const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Null, with diagnostics, where the document is not plain data. */
export function toContent(document: Document.Parsed, lines: Lines, report: Reporter): Content | null {
  const builder = new Builder(lines, report);
  const value = builder.build(document.contents).value;
  return builder.good ? { value, targets: builder.targets } : null;
}

interface Built {
  readonly value: Json;
  /** Values in it, aliases expanded. */
  readonly size: number;
}

class Builder {
  readonly targets = new Map<Alias, Node>();
  good = true;
  readonly #anchors = new Map<string, { node: Node; built: Built | null }>();
  readonly #lines: Lines;
  readonly #report: Reporter;
  #expanded = 0;

  constructor(lines: Lines, report: Reporter) {
    this.#lines = lines;
    this.#report = report;
  }

  build(node: unknown): Built {
    if (isAlias(node)) return this.#alias(node);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    // Until it is whole it has no value: an alias within would contain itself.
    const slot: { node: Node; built: Built | null } = { node: node as Node, built: null };
    if (anchor !== undefined) this.#anchors.set(anchor, slot);
    const built = isMap(node) ? this.#map(node.items) : isSeq(node) ? this.#list(node.items) : this.#scalar(node);
    slot.built = built;
    return built;
  }

  #map(items: readonly unknown[]): Built {
    const value = Object.create(null) as { [key: string]: Json };
    const seen = new Map<string, Node>();
    let size = 1;
    for (const item of items) {
      if (!isPair(item)) continue;
      const key = this.#key(item.key);
      const built = this.build(item.value);
      size += built.size;
      if (key === null) continue;
      const before = seen.get(key);
      if (before !== undefined) {
        const line = this.#lines.place(before.range![0], before.range![1]).line;
        this.#problem(
          'duplicate-key',
          item.key as Node,
          `The key ${quote(key)} is there already, in line ${line}`,
          'Keep one of the two',
        );
        continue;
      }
      seen.set(key, item.key as Node);
      value[key] = built.value;
    }
    return { value, size: this.#count(size, 1) };
  }

  #list(items: readonly unknown[]): Built {
    let size = 1;
    const value = items.map((item) => {
      const built = this.build(item);
      size += built.size;
      return built.value;
    });
    return { value, size: this.#count(size, 1) };
  }

  #key(node: unknown): string | null {
    if (!isScalar(node) || node.value === null || node.range == null) {
      const at = (node as Node | null)?.range ?? [0, 0];
      const message = isScalar(node)
        ? 'A key is missing before the colon'
        : 'A key is plain text, not a list or a mapping';
      this.#fail('bad-key', at[0], at[1] > at[0] ? at[1] : at[0] + 1, message, 'Write `key: value`');
      return null;
    }
    const key = typeof node.value === 'string' ? node.value : JSON.stringify(node.value);
    if (key === '<<' && node.type === 'PLAIN') {
      const hint = 'Write the keys out, or let the alias stand for a whole value: `key: *name`';
      this.#problem('merge-key', node, 'Merge keys (`<<`) are not part of YAML 1.2, and not read here', hint);
      return null;
    }
    if (FORBIDDEN.has(key)) {
      this.#problem('forbidden-key', node, `${quote(key)} cannot be used as a key`, 'Use another name');
      return null;
    }
    this.#scalar(node);
    return key;
  }

  #scalar(node: unknown): Built {
    if (!isScalar(node)) return { value: null, size: this.#count(1, 1) };
    const problem = scalarProblem(node);
    if (problem !== null) this.#problem(problem.code, node, problem.message, problem.hint);
    return { value: node.value as Json, size: this.#count(1, 1) };
  }

  #alias(node: Alias): Built {
    const anchor = this.#anchors.get(node.source);
    const nothing = { value: null, size: 1 };
    if (anchor === undefined) {
      const names = [...this.#anchors.keys()].map((name) => `*${name}`).join(', ');
      const hint = names === '' ? `Name the value that is meant with \`&${node.source}\`` : `Anchors above: ${names}`;
      this.#problem('unknown-alias', node, `Nothing above is named \`&${node.source}\``, hint);
      return nothing;
    }
    if (anchor.built === null) {
      this.#problem('recursive-alias', node, `\`*${node.source}\` stands within what it stands for`);
      return nothing;
    }
    this.targets.set(node, anchor.node);
    this.#count(1, anchor.built.size);
    if (this.#expanded > limits.expanded && this.good) {
      const hint = 'Aliases of values that hold aliases multiply; write fewer of them';
      const most = grouped(limits.expanded);
      this.#problem(
        'too-many-aliases',
        node,
        `With its aliases written out the file has more than ${most} values`,
        hint,
      );
    }
    return anchor.built;
  }

  // Never above the limit by much: sizes of nested aliases multiply, and a product may be infinite.
  #count(size: number, more: number): number {
    this.#expanded += more;
    return Math.min(size, 2 * limits.expanded);
  }

  #problem(code: Code, node: Node, message: string, hint: string | null = null): void {
    const [from, to] = node.range!;
    this.#fail(code, from, to, message, hint);
  }

  #fail(code: Code, from: number, to: number, message: string, hint: string | null): void {
    this.good = false;
    this.#report.error(code, this.#lines.place(from, to), message, hint);
  }
}
