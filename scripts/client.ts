/** Bundles the script and the style of pages, which travel inside each page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const licence = readFileSync(join(import.meta.dirname, '../node_modules/uplot/LICENSE'), 'utf8');

/** ESM code that holds both as texts. */
export function client(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, '../src/report/html/client/main.ts')],
    outdir: 'page',
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: ['chrome111', 'firefox111', 'safari16.4'],
    minify: true,
    // Each page is a copy of uPlot, whose licence goes with it.
    legalComments: 'none',
    banner: { js: `/*! uPlot\n${licence}*/` },
    logLevel: 'error',
  });
  const text = (ending: string): string => {
    const file = outputFiles.find(({ path }) => path.endsWith(ending));
    // What ends the element that holds it would end the page.
    return JSON.stringify(file!.text.trim().replaceAll(/<\/(script|style)/g, '<\\/$1'));
  };
  return `// Made by \`npm run generate\`. Do not edit.
export const script = ${text('.js')};
export const style = ${text('.css')};
`;
}
