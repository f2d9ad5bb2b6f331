import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderText } from '../../src/language/diagnostics/text.ts';
import type { FileAccess } from '../../src/language/files.ts';
import { loadScenario } from '../../src/language/load.ts';
import { made } from './made.ts';

/** What `validate` shows for a scenario, called by the names of its files alone; `known` are includes of others in the same call. */
export function diagnose(folder: string, file: string, known?: FileAccess['known']): string {
  const { diagnostics, texts } = loadScenario(file, {
    read: (path) => Buffer.from(made.get(path) ?? readFileSync(join(folder, path))),
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    resolve: (from, to) => join(dirname(from), to),
    parameters: {},
    known,
  });
  return renderText(diagnostics, texts);
}
