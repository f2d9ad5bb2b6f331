/**
 * A container by the kernel's own means, where there is no engine: a root that is read alone, with what the Dockerfile
 * copies in `/app`, a folder for `/data`, an empty `/tmp` in memory, and the program as process 1 of the Dockerfile's user.
 *
 * Two things are the machine's in place of the image's: Node with its libraries, and the lack of tini, so that the program
 * gets the signals itself.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { required } from '../servers/able.ts';
import { entryPoint, environment, makeApp, user, workingFolder } from './image.ts';

const isRoot = process.getuid?.() === 0;

/** Who is not root becomes it in a namespace of users, where nobody else is known. */
const unshared = ['--mount', '--pid', '--fork', '--kill-child=KILL', ...(isRoot ? [] : ['--user', '--map-root-user'])];

export interface Box {
  /** What the container sees as `/data`. */
  readonly data: string;
  /** The words of a command line that runs the program with these arguments. */
  command(args: readonly string[], options?: { readonly data?: boolean }): readonly [string, ...string[]];
  /** Its environment: the Dockerfile's, and nothing of the machine's. */
  readonly environment: { readonly [name: string]: string };
}

/** For a block of tests. Where the kernel grants no namespaces the block is left out and says so; in CI it fails. */
export function useBox(): () => Box {
  let home = '';
  let box: Box;
  before('a container of namespaces is there', async function () {
    this.timeout(600_000);
    const { status, stderr } = spawnSync('unshare', [...unshared, 'mount', '--make-rprivate', '/'], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      const why = `there are no namespaces to run a container in: ${status === null ? 'unshare is missing' : stderr.trim()}`;
      if (required()) throw new Error(why);
      process.stderr.write(`${why}\n`);
      this.skip();
    }
    home = mkdtempSync(join(tmpdir(), 'seedctl-container-'));
    box = await makeBox(home);
  });
  after(() => {
    if (home !== '') rmSync(home, { recursive: true, force: true });
  });
  return () => box;
}

/** Programs and libraries of the machine that Node needs; links, as `/lib` often is one, are made anew. */
const LENT = ['/usr', '/lib', '/lib64', '/bin', '/etc/ssl'];
const DEVICES = ['null', 'zero', 'random', 'urandom'];

async function makeBox(home: string): Promise<Box> {
  const [root, data] = [join(home, 'root'), join(home, 'data')];
  for (const folder of ['app', 'data', 'dev', 'etc', 'node', 'proc', 'tmp'])
    mkdirSync(join(root, folder), { recursive: true });
  mkdirSync(data);
  chmodSync(home, 0o755);
  if (isRoot) chownSync(data, ...(user.split(':').map(Number) as [number, number]));
  await makeApp(join(home, 'app'));
  const mounts: string[] = [];
  const bind = (from: string, to: string, readOnly = true): void => {
    mounts.push(`mount --bind '${from}' '${join(root, to)}'`);
    if (readOnly) mounts.push(`mount -o remount,bind,ro '${join(root, to)}'`);
  };
  // The root itself is a mount, so that it can be read-only as a whole.
  bind(root, '/', false);
  for (const path of LENT) {
    if (!existsSync(path)) continue;
    if (lstatSync(path).isSymbolicLink()) symlinkSync(readlinkSync(path), join(root, path));
    else {
      mkdirSync(join(root, path), { recursive: true });
      bind(path, path);
    }
  }
  bind(dirname(process.execPath), '/node');
  bind(join(home, 'app'), '/app');
  for (const device of DEVICES) {
    spawnSync('touch', [join(root, 'dev', device)]);
    bind(`/dev/${device}`, `/dev/${device}`, false);
  }
  mounts.push(`mount -t proc proc '${join(root, 'proc')}'`, `mount -t tmpfs -o mode=1777 tmpfs '${join(root, 'tmp')}'`);
  const sealed = `mount -o remount,bind,ro '${root}'`;
  const become = isRoot ? `--userspec=${user}` : '--userspec=0:0';
  // Behind `--` of tini stands what it starts.
  const program = entryPoint.slice(entryPoint.indexOf('--') + 1);
  return {
    data,
    environment: { ...environment, PATH: '/node:/usr/sbin:/usr/bin:/sbin:/bin' },
    command(args, { data: given = true } = {}) {
      const where = given ? [`mount --bind '${data}' '${join(root, 'data')}'`] : [];
      const enter = `exec chroot ${become} '${root}' /usr/bin/env --chdir=${workingFolder} "$@"`;
      const script = ['set -e', ...mounts, ...where, sealed, enter].join('\n');
      return ['unshare', ...unshared, 'sh', '-c', script, 'sh', ...program, ...args];
    },
  };
}
