/**
 * Hostile and broken input. The exact messages are in test/errors, limits in test/language/source; here stands what a
 * user gets: exit 3 (or 4) at once, and nothing written.
 */
import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { now, yard } from './commands/barn.ts';
import { seedctl } from './support/cli.ts';
import { substitute } from '../src/run/environment.ts';
import { load } from './language/scenario.ts';
import { readSource } from '../src/language/source.ts';
import { Reporter } from '../src/language/diagnostics/reporter.ts';

/** Codes of what is wrong with a text; none where it is read. */
function codesOf(text: string): string[] {
  const report = new Reporter();
  readSource('case.yaml', new TextEncoder().encode(text), report);
  return report.diagnostics().map(({ code }) => code);
}

describe('hostile and broken input', function () {
  this.timeout(120_000);
  const home = yard();

  /** Runs a scenario that must be refused, and looks at what is left. */
  async function refused(text: string, exit = 3): Promise<string> {
    home.write('bad.yaml', text);
    const before = readdirSync(home.cwd);
    const ended = await home.call(['run', 'bad.yaml', ...now, '--no-log-file', '--to', 'ndjson:out']);
    expect(ended.code, ended.stderr).to.equal(exit);
    expect(readdirSync(home.cwd), 'nothing is written').to.deep.equal(before);
    return ended.stderr;
  }

  it('an alias bomb is refused; an anchor that is used hundreds of times is not', async () => {
    const level = (i: number): string =>
      `l${String(i)}: &l${String(i)} [${Array(10)
        .fill(`*l${String(i - 1)}`)
        .join(', ')}]`;
    const bomb = ['l0: &l0 [x, x, x, x]', ...Array.from({ length: 9 }, (_, i) => level(i + 1))].join('\n');
    expect(await refused(`${bomb}\n`)).to.include('too-many-aliases');
    expect(codesOf(`a: &a {x: 1}\nb: [${Array(500).fill('*a').join(', ')}]\n`)).to.deep.equal([]);
  });

  it('ten thousand levels are refused before a parser sees them', async () => {
    expect(await refused(`a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`)).to.include('too-deep');
    expect(codesOf(Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''))).to.deep.equal([
      'too-deep',
    ]);
  });

  it('forty thousand keys are refused before they are parsed, and the cap is named', async () => {
    const keys = Array.from({ length: 40_000 }, (_, i) => `k${String(i)}: 1\n`).join('');
    const said = await refused(keys);
    expect(said).to.include('too-many-entries');
    expect(said).to.include('20,000');
  });

  for (const key of ['__proto__', 'constructor', 'prototype']) {
    it(`the key ${key} is refused`, () => {
      expect(codesOf(`tags: {${key}: {polluted: true}}\n`)).to.deep.equal(['forbidden-key']);
      expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    });
  }

  for (const [what, text, code] of [
    ['a key twice', 'a: 1\na: 2\n', 'duplicate-key'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'second-document'],
    ['an unknown tag', 'a: !!python/object x\n', 'unknown-tag'],
    ['a merge key', 'a: &a {x: 1}\nb: {<<: *a}\n', 'merge-key'],
  ] as const) {
    it(`${what} is refused with its line`, () => expect(codesOf(text)).to.deep.equal([code]));
  }

  for (const [text, code] of [
    ['.inf', 'not-finite'],
    ['-.inf', 'not-finite'],
    ['.nan', 'not-finite'],
    ['1e400', 'not-finite'],
    ['9007199254740993', 'integer-too-large'],
  ] as const) {
    it(`${text} is refused`, () => expect(codesOf(`a: ${text}\n`)).to.deep.equal([code]));
  }

  it('decimal multiples are compared without the error of binary fractions', () => {
    const clamp = (bounds: string, resolution: string) =>
      load({
        patterns: `{load: {metrics: {cpu_usage: {clamp: ${bounds}, resolution: ${resolution}, layers: [{kind: noise, sd: 1}]}}}}`,
      }).diagnostics.map(({ code }) => code);
    expect(clamp('[0, 0.3]', '0.1')).to.deep.equal([]);
    expect(clamp('[0, 4.35]', '0.05')).to.deep.equal([]);
    expect(clamp('[0, 0.35]', '0.1')).to.deep.equal(['clamp-between']);
  });

  it('a document cannot choose its own limits, its schema or its validator', () => {
    const { diagnostics } = load({
      time: '{end: today, duration: {$data: 1/step}, step: 1m}',
      $schema: 'http://localhost:1/x',
    });
    expect(diagnostics.map(({ code }) => code)).to.include.members(['unknown-key', 'wrong-type']);
    const validator = readFileSync(join(import.meta.dirname, '../src/language/shape/validator.generated.js'), 'utf8');
    expect(validator).not.to.match(/allErrors|\$data|https?:\/\/(?!json-schema\.org)/);
  });

  it('a hundred thousand faults of shape are not all explained', () => {
    const assets = `[${Array(4_000).fill('{tpye: vm}').join(', ')}]`;
    const { diagnostics } = load({ assets });
    expect(diagnostics.length).to.be.at.most(102);
    expect(diagnostics.map(({ code }) => code)).to.include('too-many-problems');
  });

  it('an environment value that holds YAML is text, and only sinks may read one', async () => {
    expect(substitute({ path: 'out/${X}' }, { X: '{a: [1]}\nb: 2' }, '')).to.deep.equal({ path: 'out/{a: [1]}\nb: 2' });
    const { diagnostics } = load({ summary: '"${HOME}"' });
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['environment-in-data']);
    const said = await refused(readFileSync(join(home.cwd, 'barn.yaml'), 'utf8').replace('seed: 7', 'seed: "${SEED}"'));
    expect(said).to.include('environment-in-data');
  });

  it('a path with `..`, an absolute one, or one through a linked parent is refused, with nothing outside', async () => {
    mkdirSync(join(home.cwd, 'work'));
    mkdirSync(join(home.cwd, 'outside'));
    symlinkSync(join(home.cwd, 'outside'), join(home.cwd, 'work/link'));
    const barn = readFileSync(join(home.cwd, 'barn.yaml'), 'utf8');
    for (const path of ['../outside/lake', join(home.cwd, 'outside/lake'), 'link/lake']) {
      home.write('work/bad.yaml', barn.replace('path: out/lake', `path: ${path}`));
      const cwd = join(home.cwd, 'work');
      const ended = await seedctl(['run', 'bad.yaml', ...now, '--no-log-file'], { cwd });
      expect(ended.code, path + ended.stderr).to.equal(4);
      expect(readdirSync(join(home.cwd, 'outside')), path).to.deep.equal([]);
    }
    const barnWithFile = load({
      patterns: '{load: {metrics: {cpu_usage: {layers: [{kind: profile, over: day, file: ../../etc/passwd}]}}}}',
    });
    expect(barnWithFile.diagnostics.map(({ code }) => code)).to.deep.equal(['path-outside']);
  });

  for (const name of ['a/b', 'a\\\\b', '..', 'x'.repeat(64), 'seedctl_ledger', 'pg_class', ' x', 'a\\nb']) {
    it(`the table ${JSON.stringify(name)} is refused`, () => {
      const { diagnostics } = load({ streams: `[{kind: metrics, to: "${name}"}]` });
      expect(diagnostics.map(({ code }) => code)).to.include('unsafe-name');
    });
  }

  it('names that targets would hold as one are refused', () => {
    const record = (columns: string) =>
      load({ streams: `[{kind: metrics, to: metrics, record: {${columns}}}]` }).diagnostics.map(({ code }) => code);
    expect(record('Value: $value, value: $time')).to.deep.equal(['same-name']);
    expect(record(`${'x'.repeat(63)}a: $value, ${'x'.repeat(63)}b: $time`)).to.deep.equal([
      'unsafe-name',
      'unsafe-name',
    ]);
  });

  it('quotes and semicolons in names reach no catalogue as code', async () => {
    const barn = readFileSync(join(home.cwd, 'barn.yaml'), 'utf8');
    home.write('odd.yaml', barn.replace('{kind: assets, to: assets}', `{kind: assets, to: 'a"; DROP TABLE x; --'}`));
    const ended = await home.call(['run', 'odd.yaml', ...now, '--no-log-file', '--to', 'duckdb:odd.duckdb']);
    expect(ended.code, ended.stderr).to.equal(3);
    expect(existsSync(join(home.cwd, 'odd.duckdb'))).to.equal(false);
  });

  for (const name of ['system.users', 'system.indexes']) {
    it(`the collection ${name} is refused`, () => {
      const { diagnostics } = load({ streams: `[{kind: metrics, to: ${name}}]` });
      expect(diagnostics.map(({ code }) => code)).to.include('unsafe-name');
    });
  }

  it('fields that are operators of a database, or hold NUL, are refused', () => {
    const record = (columns: string) =>
      load({ streams: `[{kind: metrics, to: metrics, record: {${columns}}}]` }).diagnostics.map(({ code }) => code);
    expect(record('$where: $value')).to.deep.equal(['unsafe-name']);
    expect(record('a.$set: $value')).to.deep.equal(['unsafe-name']);
    expect(codesOf('a: "x\\0y"\n')).to.deep.equal(['control-character']);
  });

  it('cells that a spreadsheet would run are escaped where that is asked for', async () => {
    const barn = readFileSync(join(home.cwd, 'barn.yaml'), 'utf8')
      .replace('{id: hall, type: building,', '{id: "=cmd()", type: building,')
      .replaceAll('parent: hall', 'parent: "=cmd()"')
      .replaceAll('ids: [hall]', 'ids: ["=cmd()"]');
    for (const [option, shown] of [
      ['true', "'=cmd()"],
      ['false', '=cmd()'],
    ] as const) {
      home.write('cells.yaml', barn.replace('lake: {kind: ndjson,', `lake: {kind: csv, escape_formulas: ${option},`));
      const ended = await home.call(['run', 'cells.yaml', ...now, '--no-log-file', '--clean', '--yes']);
      expect(ended.code, ended.stderr).to.equal(0);
      const folder = join(home.cwd, 'out/lake/assets');
      const rows = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
      expect(rows.join('\n').split(/[,\n]/)).to.include(shown);
    }
  });
});
