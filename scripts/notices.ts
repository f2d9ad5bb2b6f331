/** The licences of what is bundled: their notices must go where their code goes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** @param inputs files of the bundle, relative to the package's root */
export function noticesOf(inputs: Iterable<string>, root: string): string {
  const folders = new Set<string>();
  for (const input of inputs) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package;
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : `\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
    return `${name} ${version} (${license ?? 'see its text'})\n${text}`;
  });
  return ['What dist/ holds of others, with their licences.\n', ...new Set(notices)].join(`\n${'─'.repeat(80)}\n\n`);
}
