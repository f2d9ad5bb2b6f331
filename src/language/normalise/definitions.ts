/** Definitions of the file and of what it includes, by name: one name, one definition. */
import { quote } from '../diagnostics/words.ts';
import type { At } from './at.ts';
import { isMapping, type Mapping } from './text.ts';

export interface Written {
  readonly written: unknown;
  readonly at: At;
}

/** A file as it is read: its content and the place of its root. */
export interface File {
  readonly content: Mapping;
  readonly root: At;
}

/** Entries of a section of all files, includes first. */
export function definitionsOf(section: string, files: readonly File[]): Map<string, Written> {
  const all = new Map<string, Written>();
  for (const { content, root } of files) {
    const entries = content[section];
    if (!isMapping(entries)) continue;
    for (const [name, written] of Object.entries(entries)) {
      if (name.startsWith('x-')) continue;
      const at = root.below(section, name);
      const earlier = all.get(name);
      if (earlier === undefined) all.set(name, { written, at });
      else {
        const { file, line } = earlier.at.place('key');
        at.error(
          'defined-twice',
          `${quote(name)} is defined already, in ${file}:${String(line)}`,
          'Give one of them another name',
          'key',
        );
      }
    }
  }
  return all;
}

/** Items of a list section of all files, includes first. */
export function itemsOf(section: string, files: readonly File[]): Written[] {
  return files.flatMap(({ content, root }) => {
    const items = content[section];
    return Array.isArray(items)
      ? (items as unknown[]).map((written, i) => ({ written, at: root.below(section, i) }))
      : [];
  });
}
