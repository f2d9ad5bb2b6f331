/**
 * Bundles src/ into dist/: one entry for the program and one per command, with shared chunks. A process then reads a
 * few files in place of some hundreds, and what a command does not use (drivers above all) is never parsed.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { loadRootPlugin } from '../src/run/plugin.ts';
import { noticesOf } from './notices.ts';

const root = join(import.meta.dirname, '..');

/** What bundled CommonJS modules expect to find around them. */
const commonJs = `
import { createRequire as seedctlCreateRequire } from 'node:module';
import { fileURLToPath as seedctlFileURLToPath } from 'node:url';
import { dirname as seedctlDirname } from 'node:path';
const require = seedctlCreateRequire(import.meta.url);
const __filename = seedctlFileURLToPath(import.meta.url);
const __dirname = seedctlDirname(__filename);
`.replaceAll('\n', ' ');

const commands = (await readdir(join(root, 'src/commands'))).filter((file) => file.endsWith('.ts'));
const entries = commands.map((file) => [`commands/${file.replace(/\.ts$/, '')}`, join(root, 'src/commands', file)]);

/** Where the chunks find chance. */
const CHANCE = '../vendor/chance.cjs';

/** Text that is parsed as JSON starts several times as fast as the same data as a literal of JavaScript. */
const jsonAsText: esbuild.Plugin = {
  name: 'json-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      return { contents: `module.exports = JSON.parse(${JSON.stringify(text)})`, loader: 'js' };
    });
  },
};

/** The chance package takes as long to start as a small scenario to check, and most commands draw nothing with it: a file of its own. */
const chanceWhenUsed: esbuild.Plugin = {
  name: 'chance-when-used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^chance$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'chance', namespace: 'when-used' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'when-used' }, () => ({
      contents: `export function Chance(...seeds) { return new (require('${CHANCE}').Chance)(...seeds); }`,
    }));
  },
};

const shared = {
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // Names stay, so that the stack of a bug can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
} as const satisfies esbuild.BuildOptions;

const { outputFiles, metafile } = await esbuild.build({
  ...shared,
  entryPoints: { main: join(root, 'src/run/main.ts'), ...Object.fromEntries(entries) },
  outdir: join(root, 'dist'),
  splitting: true,
  format: 'esm',
  chunkNames: 'chunks/[name]-[hash]',
  // Native modules, drivers that look for optional parts at run time, and the compilers that oclif looks for in a plugin's checkout.
  external: ['@duckdb/node-api', '@duckdb/node-bindings', 'mongodb', 'pg', 'typescript', 'tsx', 'ts-node', CHANCE],
  plugins: [jsonAsText, chanceWhenUsed],
  banner: { js: commonJs },
});
const chance = await esbuild.build({
  ...shared,
  entryPoints: { chance: join(root, 'node_modules/chance/chance.js') },
  outdir: join(root, 'dist/vendor'),
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
});

// Only now: a build that fails leaves the one before.
await rm(join(root, 'dist'), { recursive: true, force: true });
for (const { path, contents } of [...outputFiles, ...chance.outputFiles]) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
// The validators hold parts of ajv, and the script of pages uPlot.
const bundled = [metafile, chance.metafile].flatMap(({ inputs }) => Object.keys(inputs));
await writeFile(
  join(root, 'dist/THIRD-PARTY-NOTICES.txt'),
  noticesOf([...bundled, 'node_modules/ajv/package.json', 'node_modules/uplot/package.json'], root),
);

// With the manifest, help and the finding of a command load no command.
const plugin = await loadRootPlugin(root, './dist/commands');
await writeFile(join(root, 'oclif.manifest.json'), JSON.stringify(plugin.manifest, null, 1) + '\n');
