/** `fmt`: files in the house style, where they lie. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Reporter } from '../language/diagnostics/reporter.ts';
import { formatScenario } from '../language/format/format.ts';
import { readSource } from '../language/source.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { usage } from './options.ts';

export interface Formatted {
  /** As given; `-` is the standard input. */
  readonly file: string;
  /** It was not in the house style. */
  readonly changed: boolean;
  /** Null where the file cannot be read as YAML: it is left as it is. */
  readonly text: string | null;
  readonly problems: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Writes nothing. @throws SeedctlError (exit 2) where there is no such file */
export async function formatFile(file: string): Promise<Formatted> {
  const bytes = file === '-' ? new TextEncoder().encode(await text(process.stdin)) : bytesOf(file);
  const report = new Reporter();
  const source = readSource(file === '-' ? 'stdin' : file, bytes, report);
  if (source === null || report.failed) {
    report.addText(file === '-' ? 'stdin' : file, new TextDecoder().decode(bytes));
    return { file, changed: false, text: null, problems: report.diagnostics(), texts: report.texts };
  }
  const made = await formatScenario(source.text);
  const changed = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) !== made;
  return { file, changed, text: made, problems: [], texts: report.texts };
}

export function writeFormatted({ file, text: made }: Formatted): void {
  writeFileSync(file, made!);
}

function bytesOf(file: string): Uint8Array {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw usage(`there is no file ${file}`, 'give the paths of scenarios, or - for stdin');
  if (found.isDirectory()) throw usage(`${file} is a directory`, `give its files: ${file}/*.yaml`);
  return readFileSync(file);
}
