import { expect } from 'chai';
import { SeedctlError } from '../../../src/model/errors.ts';
import { codes, load, normal } from '../scenario.ts';

const declared = `{
  days: {type: integer, default: 14, minimum: 1, maximum: 90, summary: Days of history},
  ratio: {type: number, default: 0.5},
  mood: {type: string, default: calm, values: [calm, wild]},
  loud: {type: boolean, default: false},
  pause: {type: duration, default: 30s, minimum: 1s},
  part: {type: share, default: 40%},
  since: {type: instant, default: 2025-01-01},
  words: {type: list, default: [a, b]},
  amount: {type: integer, default: 3}
}`;

const all = '"${days} ${ratio} ${mood} ${loud} ${pause} ${part} ${since}"';
const uses = { parameters: declared, summary: all, traits: '{t: {one_of: "${words}"}, n: "${amount}"}' };

/** The error of a wrong --param. */
function misuse(parameters: { readonly [name: string]: string }): SeedctlError {
  try {
    load(uses, parameters);
  } catch (error) {
    if (error instanceof SeedctlError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('parameters', () => {
  it('stand as text in texts, and typed alone', () => {
    const scenario = normal(uses);
    expect(scenario.summary).to.equal('14 0.5 calm false 30s 40% 2025-01-01');
    expect(scenario.traits['n']).to.deep.equal({ kind: 'constant', value: 3 });
    expect(scenario.traits['t']).to.deep.include({ kind: 'one_of' });
    expect(normal({ ...uses, time: '{end: today, duration: "${days}d", step: "${pause}"}' }).time).to.deep.equal({
      start: null,
      end: { kind: 'today' },
      duration: 14 * 86_400_000,
      step: 30_000,
    });
  });

  it('are given by --param, typed by their declaration', () => {
    const given = {
      days: '3',
      ratio: '-1.5',
      mood: 'wild',
      loud: 'true',
      pause: '2m',
      part: '7%',
      since: '2024-02-29',
      words: 'x, y,z',
      amount: '1',
    };
    const { parameters, summary } = normal(uses, given);
    expect(summary).to.equal('3 -1.5 wild true 2m 7% 2024-02-29');
    expect(Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]))).to.deep.equal({
      days: 3,
      ratio: -1.5,
      mood: 'wild',
      loud: true,
      pause: 120_000,
      part: 0.07,
      since: '2024-02-29',
      words: ['x', 'y', 'z'],
      amount: 1,
    });
    expect(parameters['days']).to.deep.equal({ type: 'integer', value: 3, summary: 'Days of history' });
  });

  it('are misused with exit 2, naming what is legal', () => {
    for (const wrong of ['0', '91', '2.5', 'two', '']) expect(misuse({ days: wrong }).exit, wrong).to.equal(2);
    expect(misuse({ days: '91' }).message).to.contain('90');
    expect(misuse({ mood: 'sad' }).next).to.contain('`calm` or `wild`');
    expect(misuse({ loud: 'yes' }).message).to.contain('true or false');
    expect(misuse({ pause: '5' }).message).to.contain('a duration such as');
    expect(misuse({ pause: '0s' }).exit).to.equal(2);
    expect(misuse({ part: '0.5' }).exit).to.equal(2);
    expect(misuse({ since: 'yesterday' }).exit).to.equal(2);
    const unknown = misuse({ dyas: '3' });
    expect(unknown).to.deep.include({ exit: 2, code: 'unknown-parameter', place: '--param dyas' });
    expect(unknown.next).to.contain('Did you mean `days`?');
  });

  it('without default must be given', () => {
    const blocks = { parameters: '{days: {type: integer}}', summary: '"of ${days}"' };
    expect(codes(load(blocks))).to.deep.equal(['no-value']);
    expect(normal(blocks, { days: '4' }).summary).to.equal('of 4');
  });

  it('are substituted once, in values only, with an escape', () => {
    const blocks = {
      parameters: '{a: {type: string, default: "${b}"}, b: {type: string, default: x}}',
      summary: '"${a} $${b} ${b}"',
    };
    expect(normal(blocks).summary).to.equal('${b} ${b} x');
    const keys = normal({
      parameters: '{b: {type: string, default: x}}',
      summary: '"${b}"',
      assets: '[{id: a, pattern: load, data: {"${b}": 1}}]',
    });
    expect(keys.assets[0]!.data).to.have.property('${b}');
  });

  it('are not the environment, which only sinks read, and keep as it is written', () => {
    expect(codes(load({ summary: '"${HOME}"' }))).to.deep.equal(['environment-in-data']);
    const sinks = '{a: {kind: ndjson, path: "out/${OUT:-x}/${b}/$${HOME}"}}';
    const { sinks: read } = normal({ parameters: '{b: {type: string, default: y}}', sinks });
    expect(read['a']!.options['path']).to.equal('out/${OUT:-x}/y/$${HOME}');
  });
});
