/**
 * Bundles src/ into dist/: one entry for the program and one per command, with shared chunks. A process then reads a
 * few files in place of some hundreds, and what a command does not use (drivers above all) is never parsed.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { loadRootPlugin } from '../src/cli/plugin.ts';
import { bashCompletion, completionEntries } from './completion.ts';
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
entries.push(...completionEntries(root));

/** Where the chunks find packages that few commands use: a file each, read when something of it is asked for. */
const vendored = (name: string) => `../vendor/${name}.cjs`;

/** Of oclif: they search files, where a manifest does; compare versions, log for DEBUG, and format errors and help. */
const OCLIF_SELDOM = [
  'cli-spinners',
  'ejs',
  'minimatch',
  'semver',
  'string-width',
  'tinyglobby',
  'widest-line',
  'wrap-ansi',
];

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

/** Most commands hash nothing, and loading what hashes takes longer than reading a scenario. */
const cryptoWhenUsed: esbuild.Plugin = {
  name: 'crypto-when-used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:crypto$/ }, ({ kind, importer }) =>
      kind === 'import-statement' && importer.startsWith(join(root, 'src'))
        ? { path: 'node:crypto', namespace: 'crypto-when-used' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'crypto-when-used' }, () => ({
      contents: ['createHash', 'randomBytes', 'randomInt', 'randomUUID']
        .map((name) => `export const ${name} = (...given) => require('node:crypto').${name}(...given);`)
        .join('\n'),
    }));
  },
};

/** Where the chunks find the tz database. */
const ZONES = 'tz-database.txt';

/** The tz database: its version, and its zones and links as text, a line each. */
const zones = await (async () => {
  const file = join(root, 'node_modules/moment-timezone/data/packed/latest.json');
  const data = JSON.parse(await readFile(file, 'utf8')) as Record<'version', string> &
    Record<'zones' | 'links', readonly string[]>;
  return { version: data.version, text: `${data.zones.join('\n')}\n\n${data.links.join('\n')}` };
})();

/** That text is read when the first zone is asked for: in the code it would be read each time, and by the compiler. */
const zonesWhenUsed: esbuild.Plugin = {
  name: 'zones-when-used',
  setup({ onLoad }) {
    onLoad({ filter: /moment-timezone\/data\/packed\/latest\.json$/ }, () => ({
      contents: `
        let read;
        const data = () => read ??= require('node:fs')
          .readFileSync(require('node:path').join(__dirname, '../vendor/${ZONES}'), 'latin1')
          .split('\\n\\n').map((lines) => lines.split('\\n'));
        export default {
          version: ${JSON.stringify(zones.version)},
          get zones() { return data()[0]; },
          get links() { return data()[1]; },
        };`,
      loader: 'js',
    }));
  },
};

/**
 * What oclif's modules load as they start, and few commands use: packages, and parts of Node that take long to start.
 * They are run, and packages are read, when something of them is asked for.
 */
const oclifWhenUsed: esbuild.Plugin = {
  name: 'oclif-when-used',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${OCLIF_SELDOM.join('|')}|node:child_process|node:perf_hooks|node:readline)$`);
    onResolve({ filter }, ({ path, importer }) =>
      importer.includes('@oclif/core') ? { path, namespace: 'oclif-when-used' } : undefined,
    );
    // None of them is a module that was compiled to CommonJS, and to ask that loads none.
    onLoad({ filter: /.*/, namespace: 'oclif-when-used' }, ({ path }) => ({
      contents: `
        let found;
        const real = () => found ??= require(${JSON.stringify(path.startsWith('node:') ? path : vendored(path))});
        module.exports = new Proxy(() => {}, {
          apply: (_, self, given) => Reflect.apply(real(), self, given),
          get: (_, name) => name === '__esModule' ? undefined : real()[name],
          has: (_, name) => name in real(),
          ownKeys: () => Reflect.ownKeys(real()),
          getOwnPropertyDescriptor: (_, name) =>
            name in real() ? { value: real()[name], enumerable: true, configurable: true } : undefined,
        });`,
      resolveDir: root,
    }));
    // Names of commands are ASCII; comparing them by a locale would load the collation rules of all languages.
    onLoad({ filter: /@oclif\/core\/lib\/config\/plugin\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        /(\w+\.id)\.localeCompare\((\w+\.id)\)/g,
        '($1 < $2 ? -1 : 1)',
      ),
    }));
    // A terminal is known by the stream, where the module would load the network to tell.
    onResolve({ filter: /^tty$/ }, ({ importer }) =>
      importer.includes('supports-color') ? { path: 'tty', namespace: 'terminal' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'terminal' }, () => ({
      contents: `exports.isatty = (number) => (number === 1 ? process.stdout : process.stderr).isTTY === true;`,
    }));
  },
};

/** oclif's own log is for those who set DEBUG; for all others the package would load the network to write nothing. */
const debugWhenAsked: esbuild.Plugin = {
  name: 'debug-when-asked',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^debug$/ }, ({ path }) => ({ path, namespace: 'debug-when-asked' }));
    onLoad({ filter: /.*/, namespace: 'debug-when-asked' }, () => ({
      contents: `module.exports = process.env.DEBUG ? require(${JSON.stringify(vendored('debug'))}) : () => () => {};`,
      resolveDir: root,
    }));
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
      contents: `export function Chance(...seeds) { return new (require('${vendored('chance')}').Chance)(...seeds); }`,
    }));
  },
};

/** A package as oclif's `require` finds it, which may be another file than `import` finds. */
const asRequired: esbuild.Plugin = {
  name: 'as-required',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vendored:/ }, ({ path }) => ({ path: path.slice(9), namespace: 'vendored' }));
    onLoad({ filter: /.*/, namespace: 'vendored' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      resolveDir: join(root, 'node_modules/@oclif/core'),
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
  // oclif would look for its package.json, which is not in a bundle, and for nothing load what compares versions.
  define: { 'process.env.OCLIF_DISABLE_ENGINE_WARNING': '"1"' },
  // The same code as modules: without a look at the environment for every token, and without what nobody asks of it.
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
} as const satisfies esbuild.BuildOptions;

const { outputFiles, metafile } = await esbuild.build({
  ...shared,
  entryPoints: { main: join(root, 'src/cli/main.ts'), ...Object.fromEntries(entries) },
  outdir: join(root, 'dist'),
  splitting: true,
  format: 'esm',
  chunkNames: 'chunks/[name]-[hash]',
  // Native modules, drivers that look for optional parts at run time, and the compilers that oclif looks for in a plugin's checkout.
  external: [
    '@duckdb/node-api',
    '@duckdb/node-bindings',
    'mongodb',
    'pg',
    'typescript',
    'tsx',
    'ts-node',
    vendored('*'),
  ],
  plugins: [zonesWhenUsed, jsonAsText, chanceWhenUsed, cryptoWhenUsed, oclifWhenUsed, debugWhenAsked, bashCompletion],
  banner: { js: commonJs },
});
const vendor = await esbuild.build({
  ...shared,
  entryPoints: ['chance', 'debug', ...OCLIF_SELDOM].map((name) => ({ in: `vendored:${name}`, out: name })),
  outdir: join(root, 'dist/vendor'),
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  plugins: [asRequired],
});

// Only now: a build that fails leaves the one before.
await rm(join(root, 'dist'), { recursive: true, force: true });
for (const { path, contents } of [...outputFiles, ...vendor.outputFiles]) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
await writeFile(join(root, 'dist/vendor', ZONES), zones.text);
// The validators hold parts of ajv, and the script of pages uPlot.
const bundled = [metafile, vendor.metafile].flatMap(({ inputs }) => Object.keys(inputs));
await writeFile(
  join(root, 'dist/THIRD-PARTY-NOTICES.txt'),
  noticesOf([...bundled, 'node_modules/ajv/package.json', 'node_modules/uplot/package.json'], root),
);

// With the manifest, help and the finding of a command load no command.
const plugin = await loadRootPlugin(root, './dist/commands');
await writeFile(join(root, 'oclif.manifest.json'), JSON.stringify(plugin.manifest, null, 1) + '\n');
