/** Programs of tests as single scripts, so that many processes of them start quickly. */
import { build, type Plugin } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import metadata from '../../package.json' with { type: 'json' };

/** Below the root of the repository: there drivers are found by name, and the version of the package too. */
const scripts = join(import.meta.dirname, '../../.cache/scripts');

/** The path of the script that is made of `entry` before the tests of a block, and removed after them. */
export function useScript(entry: URL, plugins: Plugin[] = []): () => string {
  let folder = '';
  before('its program is one script', async function () {
    this.timeout(300_000);
    mkdirSync(scripts, { recursive: true });
    folder = mkdtempSync(join(scripts, 'script-'));
    await build({
      entryPoints: [fileURLToPath(entry)],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      // What is loaded only when it is used stays in files of its own.
      splitting: true,
      external: Object.keys(metadata.dependencies),
      platform: 'node',
      format: 'esm',
      // Packages in the older form of modules ask for it.
      banner: { js: `const require = (await import('node:module')).createRequire(import.meta.url);` },
      logLevel: 'error',
      plugins,
    });
  });
  after(() => rmSync(folder, { recursive: true }));
  return () => join(folder, basename(entry.pathname).replace(/\.ts$/, '.mjs'));
}
