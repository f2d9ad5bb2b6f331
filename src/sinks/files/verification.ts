/** What the files of a folder hold: those that are as they were written speak for themselves, others are read. */
import { join } from 'node:path';
import type { SinkContext } from '../sink.ts';
import { type Verification, verificationOfFiles } from '../verification.ts';
import { onDisk } from './errors.ts';
import type { Folder } from './folder.ts';
import { safeName } from './names.ts';
import type { Stock } from './stock.ts';

export async function verificationOfFolder(
  { root, disk, encoder }: Folder,
  { parts, changed, strangers }: Stock,
  { workers, signal }: Pick<SinkContext, 'workers' | 'signal'>,
): Promise<Verification> {
  const own = [...parts.map(({ file }) => file), ...changed, ...strangers];
  const proven = new Set<string>();
  const doubtful = changed.map(({ path }) => path);
  for (const { file, written } of parts) {
    if (written.sha256 === null) continue;
    const path = join(root, file.path);
    if ((await onDisk(path, () => disk.hash(path))) === written.sha256) proven.add(file.path);
    else doubtful.push(file.path);
  }
  const filesOf = (table: { readonly name: string }) => own.filter(({ folder }) => folder === safeName(table.name));
  const open = (): Promise<Verification> =>
    verificationOfFiles({
      kind: encoder.extension,
      place: root,
      asHeld: encoder.asHeld,
      doubtful: doubtful.map((path) => join(root, path)),
      files: (table) => filesOf(table).map(({ path }) => join(root, path)),
      workers,
      signal,
    });
  // Opened when the first row is asked for: of files that are proven nobody asks.
  let opened = doubtful.length > 0 ? open() : null;
  const damaged = (await opened)?.damaged ?? [];
  const reading = (): Promise<Verification> => (opened ??= open());
  return {
    damaged,
    asHeld: encoder.asHeld,
    isAsWritten: (table) => filesOf(table).every(({ path }) => proven.has(path)),
    differentCells: async (slice) => (await reading()).differentCells(slice),
    async *rows(slice) {
      yield* (await reading()).rows(slice);
    },
    close: async () => (await opened)?.close(),
  };
}
