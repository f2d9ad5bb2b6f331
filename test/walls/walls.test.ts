import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findCircle, loadedWith, packageOf, readSources, roomOf, type Sources, targetOf } from './graph.ts';
import * as walls from './walls.ts';

describe('the walls of the house', () => {
  let sources: Sources;

  before(() => {
    sources = readSources();
    expect(sources.size).to.be.greaterThan(100);
  });

  /** `file: what it did`, for each file below one of these folders. */
  function offences(offencesOf: (path: string) => Iterable<string>): string[] {
    return [...sources.keys()].flatMap((path) => [...offencesOf(path)].map((offence) => `${path}: ${offence}`));
  }

  const within = (path: string, folders: readonly string[]) => folders.some((folder) => path.startsWith(folder));

  it('no file imports itself, by whatever way', () => {
    expect(findCircle(sources)?.join(' → ') ?? null).to.equal(null);
  });

  it('every room is on the map, and imports only those below it', () => {
    const found = offences(function* (path) {
      const room = roomOf(path);
      if (walls.ROOMS[room] === undefined) yield 'a room that is not on the map';
      for (const item of sources.get(path)!.imports) {
        const target = targetOf(path, item);
        if (target === null || roomOf(target) === room) continue;
        const known = item.kind === 'types' ? (walls.TYPES[room] ?? []) : [];
        if (!(walls.ROOMS[room] ?? []).concat(known).includes(roomOf(target))) yield `imports ${target}`;
      }
    });
    expect(found).to.deep.equal([]);
  });

  it('the map has no circle and no room that is not there', () => {
    const rooms = Object.keys(walls.ROOMS);
    expect(new Set([...sources.keys()].map(roomOf))).to.deep.equal(new Set(rooms));
    const placed = new Set<string>();
    for (let left = rooms; left.length > 0;) {
      const next = left.filter((room) => !walls.ROOMS[room]!.every((below) => placed.has(below)));
      expect(next.length, `a circle among ${left.join(', ')}`).to.be.lessThan(left.length);
      for (const room of left) if (!next.includes(room)) placed.add(room);
      left = next;
    }
  });

  it('rooms are entered by their doors', () => {
    const found = offences(function* (path) {
      for (const item of sources.get(path)!.imports) {
        const target = targetOf(path, item);
        const doors = target === null ? undefined : walls.DOORS[roomOf(path)]?.[roomOf(target)];
        if (item.kind !== 'types' && doors !== undefined && !doors.includes(target!)) yield `imports ${target!}`;
      }
    });
    expect(found).to.deep.equal([]);
  });

  it('a kind of sink knows no other kind', () => {
    const kindOf = (path: string) => /^sinks\/(\w+)\//.exec(path)?.[1] ?? null;
    const found = offences(function* (path) {
      const kind = kindOf(path);
      if (kind === null) return;
      for (const item of sources.get(path)!.imports) {
        const other = kindOf(targetOf(path, item) ?? '');
        if (other === null || other === kind || other === 'files') continue;
        if (!(walls.SINKS[kind] ?? []).includes(other)) yield `imports ${item.specifier}`;
      }
    });
    expect(found).to.deep.equal([]);
  });

  it('packages stay where they belong', () => {
    const found = offences(function* (path) {
      for (const item of sources.get(path)!.imports) {
        const name = packageOf(item);
        if (name === null || name.startsWith('node:')) continue;
        if (!within(path, walls.PACKAGES[name] ?? [])) yield `imports ${name}`;
      }
    });
    expect(found).to.deep.equal([]);
  });

  it('no driver is loaded before its target is opened', () => {
    const start = [...sources.keys()].filter((path) => path.startsWith('commands/') || path === 'cli/main.ts');
    for (const path of loadedWith(sources, start)) {
      const drivers = sources
        .get(path)!
        .imports.filter(({ kind }) => kind === 'values')
        .map(packageOf);
      expect(drivers, path).to.not.include.oneOf(walls.DRIVERS);
    }
  });

  it('what is portable loads nothing of Node, itself or through what it imports', () => {
    const runsAnywhere = (path: string) => walls.PORTABLE.includes(roomOf(path)) || within(path, walls.DRAWING);
    const portable = [...sources.keys()].filter(runsAnywhere);
    expect(portable.some((path) => within(path, walls.DRAWING))).to.equal(true);
    for (const path of loadedWith(sources, portable)) {
      for (const item of sources.get(path)?.imports ?? []) {
        if (item.kind === 'values') expect(packageOf(item) ?? '', path).to.not.match(/^node:/);
      }
    }
    const found = offences(function* (path) {
      if (!runsAnywhere(path)) return;
      for (const { name, line } of sources.get(path)!.uses) if (walls.OF_NODE.includes(name)) yield `${line} ${name}`;
    });
    expect(found).to.deep.equal([]);
  });

  it('what is portable computes only what is exact everywhere', () => {
    const found = offences(function* (path) {
      if (!walls.PORTABLE.includes(roomOf(path))) return;
      for (const { name, line } of sources.get(path)!.uses) if (walls.INEXACT.includes(name)) yield `${line} ${name}`;
    });
    expect(found).to.deep.equal([]);
  });

  it('the clock, chance and the host are asked by commands and runs alone', () => {
    const found = offences(function* (path) {
      const clock = within(path, walls.CLOCKS);
      for (const { name, line } of sources.get(path)!.uses) {
        if (!walls.UNREPEATABLE.includes(name)) continue;
        if (!(clock && ['Date.now', 'new Date()'].includes(name))) yield `${line} ${name}`;
      }
    });
    expect(found).to.deep.equal([]);
  });

  it('no code knows a metric, a pattern, a type or an asset of a scenario that ships', () => {
    const names = namesOfScenarios();
    expect(names.size).to.be.greaterThan(50);
    const found = offences(function* (path) {
      if (path.startsWith(walls.EXAMPLES)) return;
      for (const { name, line } of sources.get(path)!.texts) {
        for (const word of name.split(/[^\w-]+/)) if (names.has(word)) yield `${line} ${word}`;
      }
    });
    expect(found).to.deep.equal([]);
  });
});

interface Written {
  readonly metrics?: object;
  readonly patterns?: object;
  readonly assets?: readonly { readonly id: string; readonly type: string }[];
}

function namesOfScenarios(): ReadonlySet<string> {
  const folder = join(import.meta.dirname, '../../scenarios');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  return new Set(
    files.flatMap((path) => {
      const written = parse(readFileSync(join(folder, path), 'utf8')) as Written;
      const named = [written.metrics, written.patterns];
      const assets = (written.assets ?? []).flatMap(({ id, type }) => [id, type]);
      return [...named.flatMap((map) => Object.keys(map ?? {})), ...assets];
    }),
  );
}
