/** Files as they are at a revision of git: `git:REV:PATH`. */
import { spawnSync } from 'node:child_process';
import { posix } from 'node:path';
import type { FileAccess } from '../language/files.ts';
import type { SeedctlError } from '../model/errors.ts';
import { usage } from './options.ts';
import { sha256 } from './scenario.ts';

/** The largest file that is read. */
const LARGEST = 64 * 2 ** 20;

/** Whether a FILE of the command line means a file in git. */
export const isRevision = (file: string): boolean => file.startsWith('git:');

export interface Revision {
  /** As messages name it: `git:main:scenarios/mine.yaml`. */
  readonly path: string;
  readonly access: FileAccess;
}

/**
 * PATH is read as git does: from the top of the repository, or with `./` from the working directory. Includes and data
 * files are those of the same revision.
 * @throws SeedctlError (exit 2) where there is no git, no such revision or no such file
 */
export function openRevision(file: string): Revision {
  const [, revision, written] = /^git:([^:]+):(.+)$/s.exec(file) ?? [];
  if (revision === undefined || written === undefined) {
    throw usage(`${file} is no file of a revision`, 'write git:REVISION:PATH, such as git:main:scenarios/mine.yaml');
  }
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (commit === null) throw unknownRevision(revision);
  const prefix = `git:${revision}:`;
  const below = /^\.\.?\//.test(written) ? posix.join(text(git(['rev-parse', '--show-prefix'])!), written) : written;
  const path = posix.normalize(below);
  const read = (from: string): Uint8Array => {
    const blob = git(['cat-file', 'blob', `${text(commit)}:${from.slice(prefix.length)}`]);
    if (blob === null) throw usage(`${from} is not there`, `git ls-tree -r --name-only ${revision}`);
    return blob;
  };
  return {
    path: `${prefix}${path}`,
    access: {
      read,
      sha256,
      resolve: (from, to) => `${prefix}${posix.join(posix.dirname(from.slice(prefix.length)), to)}`,
    },
  };
}

const text = (output: Uint8Array): string => new TextDecoder().decode(output).trim();

/** What git prints; null where it fails. @throws SeedctlError (exit 2) where there is no git */
function git(args: readonly string[]): Uint8Array | null {
  const { error, status, stdout } = spawnSync('git', args, { maxBuffer: LARGEST, stdio: ['ignore', 'pipe', 'ignore'] });
  if (error !== undefined) throw usage(`git cannot be run: ${error.message}`, 'install git, or give a path');
  return status === 0 ? stdout : null;
}

function unknownRevision(revision: string): SeedctlError {
  if (git(['rev-parse', '--git-dir']) === null) {
    return usage('the working directory is in no git repository', 'run it inside one, or give a path');
  }
  return usage(
    `git knows no revision ${revision}`,
    'name a commit, branch or tag that is here; a shallow clone may lack it: git fetch --unshallow',
  );
}
