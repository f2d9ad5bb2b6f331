/** Removes what a killed run has left half done. */
import { join } from 'node:path';
import { MINUTE } from '../../model/units.ts';
import { finishClean } from './clean.ts';
import type { Folder } from './folder.ts';
import { draftPrefix, safeName, STATE_FOLDER } from './names.ts';

/** For the holder of the lock: finishes a clean, and removes drafts of this scenario. */
export async function tidy(folder: Folder): Promise<void> {
  const { disk, root, scenario } = folder;
  await finishClean(folder);
  for (const name of await disk.list(root)) {
    for (const file of await disk.list(join(root, name))) {
      if (file.startsWith(draftPrefix(scenario))) await disk.remove(join(root, name, file));
    }
  }
  const state = join(root, STATE_FOLDER);
  for (const file of await disk.list(state)) {
    if (!file.startsWith(`${safeName(scenario)}.`) || !file.endsWith('.tmp')) continue;
    // One that is young may belong to a run that is about to ask for the lock.
    const written = await disk.stat(join(state, file));
    if (written !== null && Date.now() - written.modified > MINUTE) await disk.remove(join(state, file));
  }
}
