/** Definitions of the file and of what it includes, by name: one name, one definition. */
import { quote } from '../diagnostics/words.ts';
import { libraryFields } from '../grammar/root.ts';
import type { At } from './at.ts';
import { extend, extendedName } from './extends.ts';
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

/** Entries of a section of all files, includes first; the scenario's own may change one of an include. */
export function definitionsOf(section: string, files: readonly File[]): Map<string, Written> {
  const all = new Map<string, Written>();
  for (const file of files) {
    const entries = file.content[section];
    if (!isMapping(entries)) continue;
    // What includes define, whatever is changed below.
    const included = mayExtend(section, file, files) ? new Map(all) : null;
    for (const [name, written] of Object.entries(entries)) {
      if (name.startsWith('x-')) continue;
      const at = file.root.below(section, name);
      const extended = included === null ? null : extendedName({ written, at });
      const earlier = all.get(name);
      if (extended !== null && (earlier === undefined || extended === name || !included!.has(extended))) {
        const changed = extend(section, { written, at }, included!);
        if (changed !== null) all.set(name, changed);
      } else if (earlier === undefined) all.set(name, { written, at });
      else {
        const { file: other, line } = earlier.at.place('key');
        at.error(
          'defined-twice',
          `${quote(name)} is defined already, in ${other}:${String(line)}`,
          included === null || !included.has(name)
            ? 'Give one of them another name'
            : `Write \`extends: ${name}\` in it to change the one that is included, or give it another name`,
          'key',
        );
      }
    }
  }
  return all;
}

/** Items of a list section of all files, includes first; the scenario's own may change one of an include, by its id. */
export function itemsOf(section: string, files: readonly File[]): Written[] {
  const all: Written[] = [];
  for (const file of files) {
    const items = file.content[section];
    if (!Array.isArray(items)) continue;
    const included = mayExtend(section, file, files) ? byId(all) : null;
    for (const [i, written] of (items as unknown[]).entries()) {
      const item = { written, at: file.root.below(section, i) };
      const extended = included === null ? null : extendedName(item);
      if (extended === null) all.push(item);
      else {
        const changed = extend(section, item, included!);
        if (changed === null) continue;
        const place = all.findIndex((other) => idOf(other) === extended);
        if (idOf(changed) === extended) all[place] = changed;
        else all.push(changed);
      }
    }
  }
  return all;
}

/** The scenario itself, at its top, in a section that includes may have. */
const mayExtend = (section: string, file: File, files: readonly File[]): boolean =>
  file === files.at(-1) && file.root.path.length === 0 && Object.hasOwn(libraryFields, section);

const byId = (items: readonly Written[]): Map<string, Written> =>
  new Map(items.flatMap((item) => (typeof idOf(item) === 'string' ? [[idOf(item) as string, item] as const] : [])));

const idOf = ({ written }: Written): unknown => (isMapping(written) ? written['id'] : undefined);
