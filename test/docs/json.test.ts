/** What `--json` gives is what docs/cli.md says that it gives. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { now, yard } from '../commands/barn.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'cli.md'), 'utf8');

/** The text below the heading of a command, up to the next heading. */
const sectionOf = (command: string): string =>
  page.split('\n## ').find((section) => section.split(/[ ,\n]/)[0] === command) ?? '';

/** Each sink's own facts, and records, whose keys are their author's. */
const FREE = ['more', 'expected', 'found', 'record'];

/** Names of all keys, at any depth. */
function keysOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...(FREE.includes(key) ? [] : keysOf(one))]);
}

describe('--json', function () {
  this.timeout(120_000);
  const { call } = yard();

  it('has the keys that the page of the command line names, and no others', async () => {
    const barn = ['barn.yaml', ...now];
    const lines = [
      ['run', ...barn, '--no-log-file'],
      ['plan', ...barn],
      ['plan', ...barn, '--to', 'lake'],
      ['plan', 'fitbit-ingest'],
      ['stats', ...barn],
      ['stats', ...barn, '--to', 'lake'],
      ['check', ...barn],
      ['verify', ...barn],
      ['verify', ...barn, '--to', 'ndjson:nothing'],
      ['clean', 'barn.yaml', '--yes'],
      ['scenarios'],
    ];
    for (const line of lines) {
      const { stdout, stderr } = await call([...line, '--json']);
      const keys = new Set(keysOf(JSON.parse(stdout)));
      expect(keys, stderr).to.have.property('size').that.is.above(2);
      const words = new Set(sectionOf(line[0]!).match(/\w+/g));
      const missing = [...keys].filter((key) => !words.has(key));
      expect(missing, line.join(' ')).to.deep.equal([]);
    }
  });
});
