/**
 * Copies of the scenarios that ship with one mistake each, as hands make them. Whatever is written, the language ends in
 * a scenario or in diagnostics, one of which names the line with the mistake: for a line that is gone, the block that
 * misses it.
 */
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Node, type Pair } from 'yaml';
import type { FileAccess } from '../../src/language/files.ts';
import { loadScenario, type Loaded } from '../../src/language/load.ts';

const scenarios = join(import.meta.dirname, '../../scenarios');
const mains = readdirSync(scenarios).filter((file) => file.endsWith('.yaml'));
/** A fleet of fifty has the mistakes of one of fifty thousand. */
const read = (file: string): string =>
  readFileSync(join(scenarios, file), 'utf8').replaceAll(/(?<=default: )\d{4,}(?=,)/g, '50');
/** Each scenario with what it includes. */
const originals = new Map(
  mains.map((main) => [main, new Map([main, ...includesOf(main)].map((file) => [file, read(file)]))]),
);

function includesOf(file: string): string[] {
  const written = parseDocument(read(file)).get('include');
  return isSeq(written) ? written.items.map((item) => join(dirname(file), String(item))) : [];
}

function load(main: string, changed: { file: string; text: string } | null, known?: FileAccess['known']): Loaded {
  return loadScenario(main, {
    read: (file) => new TextEncoder().encode(file === changed?.file ? changed.text : read(file)),
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
    resolve: (from, to) => join(dirname(from), to),
    parameters: {},
    known,
  });
}

/** A small generator with a seed, so that every run makes the same mistakes. */
function* draws(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    yield ((state >>> 8) & 0xffffff) / 0x1000000;
  }
}

interface Mutation {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  /** Lines that a diagnostic may name, counted in the changed text. */
  readonly lines: readonly number[];
  /** Names that stood in a line that is gone. */
  readonly defined: readonly string[];
  /** No mistake at all is possible: a line that was optional, a text that is free. */
  readonly mayPass: boolean;
}

type Kind = 'misspell' | 'type' | 'range' | 'remove';

describe('mutations of the scenarios that ship', () => {
  for (const main of mains) {
    it(`are made of a scenario without problems: ${main}`, () => {
      expect(load(main, null).diagnostics).to.deep.equal([]);
    });
  }

  const kinds: Record<Kind, number> = { misspell: 130, type: 140, range: 80, remove: 150 };
  for (const [kind, count] of Object.entries(kinds) as [Kind, number][]) {
    it(`are valid or name the line: ${kind}`, () => {
      const draw = draws(kind.length * 7919);
      for (let i = 0; i < count; i++) {
        const main = mains[i % mains.length]!;
        const mutation = mutate(kind, originals.get(main)!, () => draw.next().value);
        const { scenario, diagnostics } = load(main, mutation);
        const shown = diagnostics.map(({ file, line, code, message }) => `${file}:${line} [${code}] ${message}`);
        const story = `${main}: ${mutation.what}\n${shown.join('\n')}`;
        expect(scenario === null, story).to.equal(diagnostics.some(({ severity }) => severity === 'error'));
        if (scenario !== null && mutation.mayPass) continue;
        expect(scenario, story).to.equal(null);
        const named = diagnostics.some(
          ({ file, line, message }) =>
            (file === mutation.file && mutation.lines.includes(line)) ||
            // What was defined in a line that is gone is missed where it is used.
            mutation.defined.some((name) => message.includes(`\`${name}\``) || message.includes(`\`$${name}\``)),
        );
        expect(named, story).to.equal(true);
      }
    });
  }

  it('are told after others with the same includes as they are alone', () => {
    const including = mains.filter((main) => originals.get(main)!.size > 1);
    const draw = draws(31);
    const known: FileAccess['known'] = new Map();
    for (let i = 0; i < 120; i++) {
      const main = including[i % including.length]!;
      const files = new Map([[main, originals.get(main)!.get(main)!]]);
      const mutation = mutate(Object.keys(kinds)[i % 4] as Kind, files, () => draw.next().value);
      const [alone, after] = [load(main, mutation), load(main, mutation, known)];
      expect(after.diagnostics, mutation.what).to.deep.equal(alone.diagnostics);
      expect(JSON.stringify(after.scenario), mutation.what).to.equal(JSON.stringify(alone.scenario));
    }
  });
});

/** Keys whose children are named by the author, and keys below which everything is free. */
const NAMING = new Set([
  'metrics',
  'patterns',
  'calendars',
  'traits',
  'parameters',
  'tags',
  'fields',
  'sinks',
  'sources',
  'tables',
  'success',
  'map',
  'points',
  'record',
  'properties',
  'one_of',
]);
const FREE = new Set(['data', 'summary', 'because', 'comment']);

interface Place {
  readonly path: readonly string[];
  readonly key: Node | null;
  readonly value: Node;
}

/** Every key and item of a file, with the keys that lead to it. */
function placesOf(text: string): { places: Place[]; line: (offset: number) => number } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const places: Place[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      if (isScalar(pair.key) && pair.value !== null)
        places.push({ path: keysOf(ancestors, pair), key: pair.key, value: pair.value as Node });
    },
    Seq(_, list, ancestors) {
      for (const item of list.items) places.push({ path: [...keysOf(ancestors), '-'], key: null, value: item as Node });
    },
  });
  return { places, line: (offset) => counter.linePos(offset).line };
}

function keysOf(ancestors: readonly unknown[], last?: Pair): string[] {
  return [...ancestors, last].flatMap((node) =>
    isPair(node) ? [String((node.key as { value?: unknown }).value)] : [],
  );
}

function mutate(kind: Kind, original: ReadonlyMap<string, string>, draw: () => number): Mutation {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(draw() * items.length)]!;
  const [file, text] = pick([...original]);
  const { places, line } = placesOf(text);
  const bound = places.filter(({ path }) => !path.slice(0, -1).some((key) => FREE.has(key)) && !FREE.has(path.at(-1)!));
  const replaced = (node: Node, by: string): string => text.slice(0, node.range![0]) + by + text.slice(node.range![1]);

  switch (kind) {
    case 'misspell': {
      const { key, path } = pick(bound.filter((place) => place.key !== null && !NAMING.has(place.path.at(-2) ?? '')));
      const name = path.at(-1)!;
      const at = Math.floor(draw() * (name.length - 1));
      const slip = pick([
        name.slice(0, at) + name.slice(at + 1),
        `${name.slice(0, at)}${name[at + 1]!}${name[at]!}${name.slice(at + 2)}`,
        `${name}s`,
      ]);
      const wrong = slip === name || slip === '' ? `${name}x` : slip;
      const lines = [line(key!.range![0])];
      return {
        what: `${path.join('.')} → ${wrong} in line ${lines.join()} of ${file}`,
        file,
        text: replaced(key!, wrong),
        lines,
        defined: [],
        mayPass: false,
      };
    }
    case 'type': {
      const { key, value, path } = pick(bound);
      const by = isMap(value) ? '[[]]' : '{ zzz: 1 }';
      const lines = [line(value.range![0]), ...(key === null ? [] : [line(key.range![0])])];
      const indent =
        isMap(value) || isSeq(value)
          ? '\n'.repeat(text.slice(value.range![0], value.range![1]).endsWith('\n') ? 1 : 0)
          : '';
      return {
        what: `${path.join('.')} = ${by} in line ${lines.join()} of ${file}`,
        file,
        text: replaced(value, by + indent),
        lines,
        defined: [],
        // A column, and what a schema compares with, may be anything, and weights have any names.
        mayPass: path.includes('record') || path.some((key) => ['one_of', 'enum', 'const'].includes(key)),
      };
    }
    case 'range': {
      const beyond = (written: string): string | null =>
        /^\d+(\.\d+)?$/.test(written)
          ? pick([`-${written}e9`, `${written}e12`])
          : /^\d+[smhd]$/.test(written)
            ? `-${written}`
            : /%$/.test(written)
              ? '199.5%'
              : /^\d\d:\d\d$/.test(written)
                ? '33:71'
                : null;
      const { value, path } = pick(
        bound.filter(
          (place) =>
            isScalar(place.value) && place.path.at(-1) !== 'default' && beyond(String(place.value.value)) !== null,
        ),
      );
      const by = beyond(String((value as { value?: unknown }).value))!;
      const lines = [line(value.range![0])];
      const quoted = by.includes(':') ? `"${by}"` : by;
      return {
        what: `${path.join('.')} = ${by} in line ${lines.join()} of ${file}`,
        file,
        text: replaced(value, quoted),
        lines,
        defined: [],
        mayPass: !/[%:]/.test(by),
      };
    }
    case 'remove': {
      const all = text.split('\n');
      const at = pick([...all.keys()].filter((index) => /^\s*[^\s#]/.test(all[index]!)));
      const removed = at + 1;
      // Blocks that begin above the line and reach over it, by their first line and that of their key.
      const around = places.filter(
        ({ key, value }) => line((key ?? value).range![0]) < removed && line(value.range![1] - 1) >= removed,
      );
      const above = around
        .flatMap(({ key, value }) => [line((key ?? value).range![0]), line(value.range![0])])
        .filter((one) => one < removed);
      // What stood below it, if it was a key, is a block without its key; what stands beside it may need it.
      const orphan = places.find(
        ({ key, value }) => key !== null && line(key.range![0]) === removed && line(value.range![1] - 1) > removed,
      );
      const inner = [orphan, around.at(-1)].flatMap((place) => (place === undefined ? [] : linesOf(place.value, line)));
      const top = line(places[0]!.key!.range![0]);
      return {
        what: `line ${removed} of ${file} is gone: ${all[at]!.trim()}`,
        file,
        text: all.toSpliced(at, 1).join('\n'),
        lines: [...above, removed - 1, removed, top, ...inner],
        defined: all[at]!.match(/[\w-]{3,}/g) ?? [],
        mayPass: true,
      };
    }
  }
}

/** Lines of a block, in a text that has lost a line before or in it. */
function linesOf({ range }: Node, line: (offset: number) => number): number[] {
  const first = line(range![0]) - 1;
  return Array.from({ length: line(range![1] - 1) - first }, (_, i) => first + i);
}
