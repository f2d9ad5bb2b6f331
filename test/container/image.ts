/** What the Dockerfile says, read from it; and a folder with the files that it puts into the image. */
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from '../servers/command.ts';

const root = join(import.meta.dirname, '../..');

/** Its instructions, those that go over several lines as one; comments left out. */
const instructions = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => line.split(/ +/) as [string, ...string[]]);

/** Those of the stage that becomes the image. */
const last = instructions.slice(instructions.findLastIndex(([word]) => word === 'FROM') + 1);

const only = (word: string): readonly string[] => last.findLast(([first]) => first === word)!.slice(1);

export const user = only('USER').join();
export const workingFolder = only('WORKDIR').join();
export const environment: { readonly [name: string]: string } = Object.fromEntries(
  only('ENV').map((pair) => pair.split('=') as [string, string]),
);
export const entryPoint = JSON.parse(only('ENTRYPOINT').join(' ')) as readonly string[];

/** What the stage takes from another one: paths there, and where they go. */
const copies = last
  .filter(([word]) => word === 'COPY')
  .map(([, from, ...paths]) => ({
    stage: from!.replace('--from=', ''),
    sources: paths.slice(0, -1),
    to: paths.at(-1)!,
  }));

/** Files that the image takes of what is built, below the package's folder. */
export const built = copies
  .filter(({ stage }) => stage === 'build')
  .flatMap(({ sources }) => sources.map((path) => path.replace('/app/', '')));

/** Fills a folder as `/app` of the image: what was built, and the modules as the Dockerfile's own command installs them. */
export async function makeApp(app: string): Promise<void> {
  mkdirSync(app, { recursive: true });
  for (const path of built) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    cpSync(join(root, path), join(app, path), { recursive: true });
  }
  for (const file of ['package-lock.json', '.npmrc']) copyFileSync(join(root, file), join(app, file));
  const install = instructions.find((words) => words.join(' ').startsWith('RUN npm ci --omit=dev'))!.slice(1);
  await command(install[0]!, [...install.slice(1), '--prefer-offline'], { cwd: app });
}
