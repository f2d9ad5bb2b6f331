/**
 * Packages of Debian's suite sid in a folder of their own, in which programs run by chroot: the machine's own packages
 * and lists stay as they are.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { command } from './command.ts';

const packages = [
  'postgresql-18-documentdb',
  'postgresql-18-timescaledb',
  'postgresql-18-postgis-3-scripts',
  'pgbouncer',
  'openssl',
  'util-linux',
  'dash',
  'coreutils',
  'libc-bin',
  'locales',
  'bash',
];

/** The keys that Debian signs its suites with. */
export const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The servers' user inside of the folder; the machine need not know it. */
export const owner = { uid: 5432, gid: 5432 };

/** The folder that servers see as `/`. Fetched once: about 140 MB, a minute. Wants root and apt. */
export function image(): Promise<string> {
  const name = createHash('sha256').update(packages.join()).digest('hex').slice(0, 12);
  return cached(`debian-${name}`, async (folder) => {
    const archives = await download(join(folder, 'apt'));
    await extract(archives, folder);
    await furnish(folder);
  });
}

/** The archives of all packages, by an apt that knows of nothing that is installed. */
async function download(folder: string): Promise<readonly string[]> {
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'etc/preferences.d', 'etc/sources.list.d'])
    mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'state/status'), '');
  writeFileSync(join(folder, 'etc/sources.list'), `deb [signed-by=${keyring}] ${mirror()} sid main\n`);
  const conf = join(folder, 'apt.conf');
  const settings = [
    `Dir::State "${folder}/state";`,
    `Dir::State::status "${folder}/state/status";`,
    `Dir::Cache "${folder}/cache";`,
    `Dir::Etc "${folder}/etc";`,
    'APT::Sandbox::User "root";',
    'APT::Install-Recommends "false";',
    'Acquire::Languages "none";',
    'Acquire::Retries "3";',
  ];
  writeFileSync(conf, `${settings.join('\n')}\n`);
  await command('apt-get', ['-c', conf, 'update']);
  await command('apt-get', ['-c', conf, '--yes', '--download-only', 'install', ...packages]);
  return ending(join(folder, 'cache/archives'), '.deb');
}

/** Where this machine fetches Debian's packages. */
export function mirror(etc = '/etc/apt'): string {
  const files = [...ending(etc, 'sources.list'), ...ending(join(etc, 'sources.list.d'), '.list', '.sources')];
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const lines = texts.join('\n').matchAll(/^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(\S+\/debian\/?)(?:\s|$)/gm);
  for (const [, uri] of lines) return uri!;
  return 'http://deb.debian.org/debian';
}

async function extract(archives: readonly string[], folder: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(folder, 'usr', name), { recursive: true });
    symlinkSync(join('usr', name), join(folder, name));
  }
  for (const archive of archives) await command('dpkg-deb', ['--extract', archive, folder]);
  await command('rm', ['-r', join(folder, 'apt')]);
}

/** What the packages' own scripts would have done, as far as the servers need it. */
async function furnish(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'usr/bin/sh'))) symlinkSync('dash', join(folder, 'usr/bin/sh'));
  const { uid, gid } = owner;
  writeFileSync(
    join(folder, 'etc/passwd'),
    `root:x:0:0::/:/bin/sh\npostgres:x:${uid}:${gid}::/var/lib/postgresql:/bin/sh\n`,
  );
  writeFileSync(join(folder, 'etc/group'), `root:x:0:\npostgres:x:${gid}:\n`);
  writeFileSync(join(folder, 'etc/hosts'), '127.0.0.1 localhost\n');
  for (const control of ending(join(folder, 'usr/share/postgresql/18/extension'), '-3.control'))
    copyFileSync(control, control.replace('-3.control', '.control'));
  for (const name of ['dev/shm', 'tmp', 'clusters', 'run/postgresql']) {
    await command('install', ['-d', '-m', '1777', join(folder, name)]);
  }
  for (const [name, minor] of [
    ['null', 3],
    ['zero', 5],
    ['random', 8],
    ['urandom', 9],
  ] as const)
    await command('mknod', ['-m', '666', join(folder, 'dev', name), 'c', '1', String(minor)]);
}

/** The files of a folder whose names end so. */
function ending(folder: string, ...ends: readonly string[]): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => ends.some((end) => name.endsWith(end))).map((name) => join(folder, name));
}

/** The words of a command line that runs a program inside of the folder as the servers' user. */
export function inside(folder: string, program: readonly string[]): [string, string[]] {
  const { uid, gid } = owner;
  // The signal comes when the process that started the server is gone, however it ended: nothing is left running.
  const as = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--pdeathsig=INT'];
  return ['chroot', [folder, '/usr/bin/setpriv', ...as, ...program]];
}
