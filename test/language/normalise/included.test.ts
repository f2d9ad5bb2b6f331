import { expect } from 'chai';
import { type Blocks, load } from '../scenario.ts';

const library = `
calendars:
  office: { days: mon-fri, hours: 09:00-17:00 }
metrics:
  m: { unit: percentage, decimals: 1 }
patterns:
  load:
    metrics:
      m:
        layers:
          - { kind: constant, when: office, value: $level }
          - { kind: spike, rate: 2/h, for: { mean: 4m }, add: { uniform: [15, 45] } }
          - { kind: follow, metric: other, gain: 2 }
      other: { every: 5m, layers: [{ kind: noise, sd: 2, when: { state: up } }] }
    episodes:
      - id: busy
        after: deploy
        for: 1h
        metrics: { m: [{ kind: constant, value: $size }] }
`;

const deploy = (fields: string) =>
  `[{id: deploy, select: {type: vm}, every: day, at: "08:00", for: 1h, state: degraded, fields: {${fields}}}]`;

/** Scenarios that include it, each with something else around it. */
const scenarios: { readonly [name: string]: Blocks } = {
  complete: { traits: '{level: {uniform: [1, 2]}}', episodes: deploy('size: 3') },
  'with a trait of text': { traits: '{level: high}', episodes: deploy('size: 3') },
  'without the trait': { episodes: deploy('size: 3') },
  'with the trait at the asset': {
    assets: '[{id: vm-101, type: vm, pattern: load, traits: {level: 3}}]',
    episodes: deploy('size: 3'),
  },
  'without the field': { traits: '{level: 5}', episodes: deploy('more: 3') },
  'with a field of text': { traits: '{level: 5}', episodes: deploy('size: large') },
  'without the episode': { traits: '{level: 5, size: 2}' },
  'with other hours': {
    traits: '{level: 5}',
    episodes: deploy('size: 3'),
    calendars: '{office: {extends: office, hours: "10:00-12:00"}}',
  },
  'with hours that are none': {
    traits: '{level: 5}',
    episodes: deploy('size: 3'),
    calendars: '{office: {extends: office, hours: "10:00-30:00"}}',
  },
  'with another clamp': {
    traits: '{level: 5}',
    episodes: deploy('size: 3'),
    metrics: '{m: {extends: m, clamp: [0, 1]}, other: {decimals: 0, while_down: zero}}',
  },
  'with more layers': {
    traits: '{level: 5}',
    episodes: deploy('size: 3'),
    patterns: '{load: {extends: load, metrics: {m: {layers: [{kind: constant, value: 9}]}}}}',
  },
};

const told = (name: string, known?: Map<string, never>) => {
  const blocks = { patterns: '{}', include: '[lib.yaml]', ...scenarios[name] };
  const { scenario, diagnostics } = load(blocks, {}, { 'lib.yaml': library }, known);
  return { scenario, diagnostics };
};

describe('what scenarios include', () => {
  const names = Object.keys(scenarios);

  it('is good in some, and reported in others', () => {
    const good = names.filter((name) => told(name).scenario !== null);
    expect(good).to.include.members(['complete', 'with other hours', 'with more layers']);
    const codes = new Set(names.flatMap((name) => told(name).diagnostics.map(({ code }) => code)));
    expect([...codes]).to.include.members(['unknown-reference', 'unknown-episode', 'not-a-number']);
    expect(told('without the trait').diagnostics[0]).to.include({ file: 'lib.yaml', line: 11 });
  });

  for (const name of names) {
    it(`is, after any other scenario, what it is alone: ${name}`, () => {
      for (const other of names) {
        const known = new Map<string, never>();
        told(other, known);
        expect(told(name, known), `after ${other}`).to.deep.equal(told(name));
        expect(told(other, known), `${other} again`).to.deep.equal(told(other));
      }
    });
  }
});
