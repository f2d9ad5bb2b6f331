import { readFileSync } from 'node:fs';
import { renderText } from '../../src/language/diagnostics/text.ts';
import { Reporter } from '../../src/language/diagnostics/reporter.ts';
import { readSource } from '../../src/language/source.ts';

/** What `validate` shows for a file, under the name that it is called by. */
export function diagnose(path: string, name: string): string {
  const report = new Reporter();
  readSource(name, readFileSync(path), report);
  return renderText(report.diagnostics(), report.texts);
}
