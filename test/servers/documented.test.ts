import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { composed, kinds, variables } from './kinds.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('servers for people with Docker', () => {
  it('are those of the compose file, under the names and accounts that are written down', () => {
    const { services } = parse(read('compose.test.yaml')) as {
      services: { [kind: string]: { ports: string[]; environment: { [name: string]: string } } };
    };
    expect(Object.keys(services)).to.deep.equal(kinds);
    const page = read('docs/testing.md');
    for (const kind of kinds) {
      const uri = new URL(composed[kind]);
      const { ports, environment } = services[kind]!;
      expect(ports.map((port) => port.split(':').slice(0, 2).join(':'))).to.deep.equal([uri.host]);
      expect(Object.values(environment)).to.include.members([uri.username, uri.password]);
      expect(page).to.include(`export ${variables[kind]}='${composed[kind]}'\n`);
    }
  });
});
