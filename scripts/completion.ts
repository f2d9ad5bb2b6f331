/** Completion in shells is oclif's own plugin. As commands of ours it costs a start nothing: a plugin would be looked for each time. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as esbuild from 'esbuild';

const COMMANDS = 'node_modules/@oclif/plugin-autocomplete/lib/commands/autocomplete';

/** Entries of the bundle: names in dist/, and what they are made from. */
export function completionEntries(root: string): [string, string][] {
  return ['index', 'create', 'script'].map((name) => [
    `commands/autocomplete/${name}`,
    join(root, COMMANDS, `${name}.js`),
  ]);
}

/**
 * In bash the plugin offers nothing once an argument is there: no file for FILE, and no flag after it. Our commands have one
 * word, so flags follow from that; and where it has nothing to offer, bash completes names of files.
 */
export const bashCompletion: esbuild.Plugin = {
  name: 'bash-completion',
  setup({ onLoad }) {
    onLoad({ filter: /autocomplete[\\/]bash-spaces\.js$/ }, async ({ path }) => {
      const written = await readFile(path, 'utf8');
      const changes = [
        [':1:($COMP_CWORD - 1)}', ':1:1}'],
        ['complete -F', 'complete -o default -F'],
      ] as const;
      const contents = changes.reduce((text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`the completion of bash has no ${from}`);
        return text.replace(from, to);
      }, written);
      return { contents, loader: 'js' };
    });
  },
};
