import { expect } from 'chai';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { yard } from '../commands/barn.ts';

const root = join(import.meta.dirname, '../..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the container', () => {
  it('has all that the package has', () => {
    const { files } = JSON.parse(text('package.json')) as { files: readonly string[] };
    const copied = [...text('Dockerfile').matchAll(/^COPY --from=build (.*)$/gm)].flatMap(([, paths]) =>
      paths!.split(' ').map((path) => path.replace('/app/', '')),
    );
    for (const file of files) if (file !== 'CHANGELOG.md') expect(copied).to.include(file);
  });

  it('runs as nobody in particular, on a root that is only read, and reads the environment alone', () => {
    expect(text('Dockerfile')).to.match(/^USER 1000:1000$/m);
    const { services } = parse(text('compose.yaml')) as { services: { [name: string]: { [key: string]: unknown } } };
    expect(services['seedctl']).to.include({ read_only: true });
    const example = text('.env.example');
    for (const [, name] of text('compose.yaml').matchAll(/\$\{(\w+)/g))
      expect(example).to.match(new RegExp(`^${name!}=`, 'm'));
  });

  describe('with the program as process 1', () => {
    const home = yard();
    const unshared = ['--pid', '--fork', '--mount-proc'];
    for (const [signal, code] of [
      ['SIGTERM', 143],
      ['SIGINT', 130],
    ] as const) {
      it(`ends on ${signal} with exit ${code}`, async function () {
        this.timeout(120_000);
        if (spawnSync('unshare', [...unshared, 'true']).status !== 0) this.skip();
        const run = [
          'run',
          'barn.yaml',
          '--days',
          '400',
          '--now',
          '2025-02-09T00:00:00Z',
          '--follow',
          '--no-log-file',
          '--quiet',
        ];
        const child = spawn(
          'unshare',
          [...unshared, process.execPath, join(root, 'bin/run.js'), ...run, '--to', 'ndjson:-'],
          {
            cwd: home.cwd,
            stdio: ['ignore', 'pipe', 'pipe'],
          },
        );
        const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
        // The first record tells that it runs; it would go on for ever.
        child.stdout.once('data', () => {
          const [inner] = readFileSync(`/proc/${child.pid!}/task/${child.pid!}/children`, 'utf8').trim().split(' ');
          process.kill(Number(inner), signal);
        });
        child.stdout.resume();
        expect(await ended).to.equal(code);
      });
    }
  });
});
