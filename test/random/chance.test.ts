import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import type { Scalar } from '../../src/model/units.ts';
import { chanceMethods, type ChanceOption, optionProblem } from '../../src/random/chance-methods.ts';
import { chanceValue } from '../../src/random/chance.ts';
import { derive, deriveAt, type Key, rootKey } from '../../src/random/key.ts';

const key = (...names: string[]): Key => derive(rootKey(42), ...names);

/** Legal values of an option, its extremes among them. */
function valuesOf(option: ChanceOption): readonly Scalar[] {
  if (option === 'text') return ['example'];
  if (option === 'boolean') return [true, false];
  return 'from' in option ? [option.from, option.to] : option;
}

/** Everything that would make a value depend on more than its key; each throws while `body` runs. */
function withoutWorld(body: () => void): void {
  const forbidden = (name: string) => () => {
    throw new Error(`${name} was used`);
  };
  const { Date: clock, Intl: locales } = globalThis;
  const kept: Record<string, unknown> = {};
  const names = ['random', 'pow', 'sin', 'cos', 'log', 'exp'] as const;
  for (const name of names) kept[name] = Math[name];
  try {
    for (const name of names) Math[name] = forbidden(`Math.${name}`);
    globalThis.Date = forbidden('Date') as unknown as DateConstructor;
    globalThis.Intl = undefined as unknown as typeof Intl;
    body();
  } finally {
    Object.assign(Math, kept);
    globalThis.Date = clock;
    globalThis.Intl = locales;
  }
}

describe('chance', () => {
  it('every method, with every value of its options, is a function of its key alone', () => {
    withoutWorld(() => {
      for (const [method, { options }] of Object.entries(chanceMethods)) {
        const sets = [{}, ...Object.entries(options).flatMap(([o, legal]) => valuesOf(legal).map((v) => ({ [o]: v })))];
        for (const set of sets) {
          for (let i = 0; i < 30; i++) {
            const value = chanceValue(method, set, deriveAt(key(method), i));
            if (
              typeof value !== 'number' &&
              !(typeof value === 'string' && value !== '' && !/undefined|NaN/.test(value))
            ) {
              throw new Error(`${method} ${JSON.stringify(set)} gave ${JSON.stringify(value)}`);
            }
            if (chanceValue(method, set, deriveAt(key(method), i)) !== value) throw new Error(`${method} is not pure`);
          }
        }
      }
    });
  });

  it('gives the same values for ever', () => {
    const lines = Object.keys(chanceMethods).map((method) => `${method} ${chanceValue(method, {}, key(method))}`);
    expect(lines).deep.equal(
      readFileSync(new URL('../golden/chance.txt', import.meta.url), 'utf8')
        .trim()
        .split('\n'),
    );
  });

  it('options do what they say, and are left as they were', () => {
    const options = Object.freeze({ nationality: 'it', gender: 'female' });
    expect(chanceValue('first', options, key('a'))).a('string');
    expect(chanceValue('email', { domain: 'example.org' }, key('a'))).match(/^[a-z]+@example\.org$/);
    expect(chanceValue('hash', { length: 8 }, key('a'))).match(/^[0-9a-f]{8}$/);
    expect(chanceValue('guid', { version: 4 }, key('a'))).match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
    const all = new Set(Array.from({ length: 1000 }, (_, i) => chanceValue('guid', {}, deriveAt(key('g'), i))));
    expect(all.size).equal(1000);
  });

  it('refuses what is not in the list', () => {
    for (const method of ['birthday', 'mixin', 'toString', 'constructor', '']) {
      expect(() => chanceValue(method, {}, key('a'))).throw(`no method of chance is called ${method}`);
    }
    expect(optionProblem(['en', 'it'], 'xx')).equal('must be one of en, it');
    expect(optionProblem({ from: 1, to: 8 }, 9)).equal('must be a whole number from 1 to 8');
    expect(optionProblem({ from: 1, to: 8 }, 1.5)).equal('must be a whole number from 1 to 8');
    expect(optionProblem('boolean', 'yes')).equal('must be true or false');
    expect(optionProblem('text', 3)).equal('must be text');
    expect([optionProblem('text', 'a'), optionProblem('boolean', false), optionProblem(['en'], 'en')]).deep.equal([
      ...[null, null, null],
    ]);
  });
});
