import { expect } from 'chai';
import { findCircle, loadedWith, packageOf, sourcesOf } from './graph.ts';
import { scan } from './scan.ts';

const usesOf = (text: string) => scan('x.ts', text).uses.map(({ name }) => name);
const importsOf = (text: string) => scan('x.ts', text).imports;

describe('the eyes of the walls', () => {
  it('tell values, types and what is lazy apart', () => {
    expect(
      importsOf(`
        import { a } from './a.ts';
        import type { B } from './b.ts';
        import { type C } from './c.ts';
        import { type D, d } from './d.ts';
        import './e.ts';
        export { f } from './f.ts';
        export type { G } from './g.ts';
        const h = await import('./h.ts');
        const i = await import(\`./i.ts\`);
        const j = await import(name);
      `),
    ).to.deep.equal([
      { specifier: './a.ts', kind: 'values' },
      { specifier: './b.ts', kind: 'types' },
      { specifier: './c.ts', kind: 'types' },
      { specifier: './d.ts', kind: 'values' },
      { specifier: './e.ts', kind: 'values' },
      { specifier: './f.ts', kind: 'values' },
      { specifier: './g.ts', kind: 'types' },
      { specifier: './h.ts', kind: 'lazy' },
      { specifier: './i.ts', kind: 'lazy' },
      { specifier: '?', kind: 'lazy' },
    ]);
  });

  it('see the clock, chance, powers and the host', () => {
    expect(usesOf('const t = Date.now();')).to.include('Date.now');
    expect(usesOf('const t = new Date();')).to.include('new Date()');
    expect(usesOf('const t = new Date;')).to.include('new Date()');
    expect(usesOf('const t = Date();')).to.include('new Date()');
    expect(usesOf('const t = new Date(0);')).to.not.include('new Date()');
    expect(usesOf('const u = Math.random();')).to.include('Math.random');
    expect(usesOf('const f = Math.sin;')).to.include('Math.sin');
    expect(usesOf('const p = 2 ** n;')).to.include('**');
    expect(usesOf('p **= n;')).to.include('**');
    expect(usesOf('const h = date.getHours();')).to.include('.getHours');
    expect(usesOf('const z = new Intl.DateTimeFormat();')).to.include('Intl');
    expect(usesOf('log(process.argv);')).to.include('process');
    expect(usesOf('f({ buffer: Buffer });')).to.include('Buffer');
    expect(usesOf('const { random } = Math;')).to.include('Math');
  });

  it('do not take a property, a type or a comment for a use', () => {
    expect(usesOf('const n = run.process;')).to.not.include('process');
    expect(usesOf('f({ process: 1 });')).to.not.include('process');
    expect(usesOf('interface X { process: number }')).to.not.include('process');
    expect(usesOf('// Date.now()\nconst s = "Date.now()";')).to.deep.equal([]);
    expect(usesOf('let f: typeof Math.sin;')).to.deep.equal([]);
  });

  it('find names in texts and keys, and not in what only people read', () => {
    const textsOf = (text: string) => scan('x.ts', text).texts.map(({ name }) => name);
    expect(textsOf("if (metric === 'cpu_usage') f({ vm: `a ${x} b` });")).to.deep.equal([
      'cpu_usage',
      'vm',
      'a ',
      ' b',
    ]);
    expect(textsOf("f({ examples: ['cpu_usage'], summary: 'cpu_usage' }); // cpu_usage")).to.deep.equal([]);
  });

  it('find a circle, and are not misled by types', () => {
    const way = (kind: string) => ({
      'a/a.ts': "import { b } from '../b/b.ts';",
      'b/b.ts': "import './c.ts';",
      'b/c.ts': `${kind} '../a/a.ts';`,
    });
    expect(findCircle(sourcesOf(way('import { a } from')))).to.deep.equal(['a/a.ts', 'b/b.ts', 'b/c.ts', 'a/a.ts']);
    expect(findCircle(sourcesOf(way('import type { A } from')))).to.equal(null);
    expect(findCircle(sourcesOf({ 'a.ts': "const a = await import('./a.ts');" }))).to.deep.equal(['a.ts', 'a.ts']);
  });

  it('follow what is loaded at once, and stop at what is lazy', () => {
    const sources = sourcesOf({
      'a.ts': "import './b.ts'; import type { C } from './c.ts'; void import('./d.ts');",
      'b.ts': "export * from './e.ts';",
      'c.ts': '',
      'd.ts': '',
      'e.ts': '',
    });
    expect([...loadedWith(sources, ['a.ts'])].sort()).to.deep.equal(['a.ts', 'b.ts', 'e.ts']);
  });

  it('know the name of a package', () => {
    const nameOf = (specifier: string) => packageOf({ specifier, kind: 'values' });
    expect(nameOf('@duckdb/node-api')).to.equal('@duckdb/node-api');
    expect(nameOf('moment-timezone/data/packed/latest.json')).to.equal('moment-timezone');
    expect(nameOf('node:fs')).to.equal('node:fs');
    expect(nameOf('./a.ts')).to.equal(null);
  });
});
