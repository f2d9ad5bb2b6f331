/** Whether this machine can start servers from packages, and what a person does where it cannot. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { keyring } from './debian.ts';
import { composed, kinds, variables } from './kinds.ts';

/** Thrown where no server is named and none can be started. */
export class NoServer extends Error {}

/** True where tests must not be left out because a server is not there. */
export const required = (env = process.env): boolean =>
  env['SEEDCTL_TEST_SERVERS'] === 'required' || !['', 'false', '0', undefined].includes(env['CI']);

/** What a machine has of what starting a server takes. */
export interface Machine {
  readonly root: boolean;
  readonly debian: boolean;
  go(): boolean;
}

const thisMachine: Machine = {
  root: process.platform === 'linux' && process.getuid?.() === 0,
  debian: ['/usr/bin/apt-get', '/usr/bin/dpkg-deb', keyring].every((file) => existsSync(file)),
  go: () => spawnSync('go', ['version']).status === 0,
};

/** Throws what is missing for a PostgreSQL server, or for one of MongoDB's protocol in front of it. */
export function assertAble(what: 'postgres' | 'mongodb', { root, debian, go }: Machine = thisMachine): void {
  if (!root) throw noServer('only root on Linux can start one here');
  if (!debian) throw noServer('only Debian has the packages to start one here');
  if (what === 'mongodb' && !go()) throw noServer('there is no Go to build one here');
}

const compose = 'docker compose -f compose.test.yaml up --detach --wait';

function noServer(why: string): NoServer {
  const exports = kinds.map((kind) => `  export ${variables[kind]}='${composed[kind]}'`);
  const lines = [`No server is named for these tests, and ${why}. With Docker:`, `  ${compose}`, ...exports];
  return new NoServer(lines.join('\n'));
}
