/** The files of a scenario: its own, and those whose definitions it includes. */
import type { Input, Place } from '../model/diagnostic.ts';
import type { Reporter } from './diagnostics/reporter.ts';
import { quote } from './diagnostics/words.ts';
import type { DataReader } from './normalise/curve-file.ts';
import { isMapping } from './normalise/text.ts';
import { leadsOut, outside } from './read/path.ts';
import { readSource, type Source } from './source.ts';

/** How files are read; given by the caller, so that the language asks nothing of the machine. */
export interface FileAccess {
  /** Throws where there is no such file. */
  read(path: string): Uint8Array;
  /** In hex. */
  sha256(bytes: Uint8Array): string;
  /** The path of an include, written in the file `from`. */
  resolve(from: string, to: string): string;
  /** Includes that were read without a problem, by path: what many scenarios include is read once. */
  readonly known?: Map<string, Known> | undefined;
}

interface Known {
  readonly bytes: Uint8Array;
  readonly source: Source;
}

export function readFile(
  path: string,
  bytes: Uint8Array,
  options: FileAccess,
  inputs: Input[],
  report: Reporter,
): Source | null {
  inputs.push(inputOf(path, bytes, options));
  const before = options.known?.get(path);
  const source = before?.bytes === bytes ? before.source : readSource(path, bytes, report);
  if (source === null) return null;
  report.addText(path, source.text);
  options.known?.set(path, { bytes, source });
  return source;
}

/** Few ask for the hash, and then the bytes are still those that were read. */
function inputOf(path: string, bytes: Uint8Array, { sha256 }: FileAccess): Input {
  let hash: string | null = null;
  return {
    path,
    get sha256() {
      return (hash ??= sha256(bytes));
    },
  };
}

export function includes(main: Source): readonly unknown[] {
  const written = isMapping(main.value) ? (main.value['include'] ?? []) : [];
  return Array.isArray(written) ? (written as unknown[]) : [written];
}

/** Data files that values name; each is an input, by its hash. */
export function dataReader(options: FileAccess, inputs: Input[]): DataReader {
  return (from, to) => {
    const path = options.resolve(from, to);
    let bytes: Uint8Array;
    try {
      bytes = options.read(path);
    } catch {
      throw new Error(`Looked for ${path}`);
    }
    if (!inputs.some((input) => input.path === path)) inputs.push(inputOf(path, bytes, options));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  };
}

/**
 * Files that hold definitions; each is read once.
 * @param ways takes how to find the place in the scenario that names each
 */
export function readIncludes(
  main: Source,
  options: FileAccess,
  inputs: Input[],
  report: Reporter,
  ways: Map<string, () => Place>,
): Source[] {
  const written = isMapping(main.value) ? main.value['include'] : undefined;
  return includes(main).flatMap((to, i) => {
    if (typeof to !== 'string') return [];
    const place = () => main.place(Array.isArray(written) ? ['include', i] : ['include']);
    if (leadsOut(to)) {
      const [code, message, hint] = outside(to);
      report.error(code, place(), message, hint);
      return [];
    }
    const path = options.resolve(main.file, to);
    if (inputs.some((input) => input.path === path)) {
      report.error('included-twice', place(), `${quote(to)} is included already`, 'Remove one of the two');
      return [];
    }
    let bytes: Uint8Array;
    try {
      bytes = options.known?.get(path)?.bytes ?? options.read(path);
    } catch {
      report.error('missing-file', place(), `There is no file ${quote(to)} to include`, `Looked for ${path}`);
      return [];
    }
    ways.set(path, place);
    return readFile(path, bytes, options, inputs, report) ?? [];
  });
}
