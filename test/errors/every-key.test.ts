/** Every key of every block of the language, made from its definitions: misspelt, and with a value of no legal shape. */
import { expect } from 'chai';
import { blocks, type Block, textOf } from '../editor/blocks.ts';
import { load } from '../support/scenario.ts';

const all = blocks();
const nameOf = ({ way }: Block): string =>
  way.map((step) => (typeof step === 'object' ? Object.values(step).join() : step)).join('.');
/** The keys that are left to write where the way has said which block it is. */
const keysOf = ({ way, keys }: Block) =>
  Object.entries(keys).filter(([key]) => !way.some((step) => typeof step === 'object' && Object.hasOwn(step, key)));
/** Other keys are branches there. */
const isCase = ({ way }: Block): boolean => way.some((step) => typeof step === 'object' && Object.hasOwn(step, 'case'));

describe('every key', () => {
  it('there are hundreds', () => {
    expect(all.reduce((sum, block) => sum + keysOf(block).length, 0)).to.be.greaterThan(300);
  });

  for (const block of all.filter((one) => !isCase(one))) {
    it(`that is misspelt is named in its line: ${nameOf(block) || 'the file'}`, () => {
      for (const [key] of keysOf(block)) {
        const { text, line } = textOf(block.way, [`${key}x: 1`]);
        const { diagnostics } = load(text);
        const found = diagnostics.find((one) => one.line === line + 1 && one.code === 'unknown-key');
        expect(found?.message, `${key}: ${JSON.stringify(diagnostics.slice(0, 3))}`).to.include(`\`${key}x\``);
        expect(found?.hint, key).to.include(`\`${key}\``);
      }
    });
  }

  for (const block of all) {
    it(`with a value of no shape is refused in its line: ${nameOf(block) || 'the file'}`, () => {
      for (const [key, field] of keysOf(block)) {
        // What may be anything has no wrong shape.
        if (field.type === 'json') continue;
        const { text, line } = textOf(block.way, [`${key}: [[{ zzz: [] }]]`]);
        const { diagnostics } = load(text);
        const found = diagnostics.filter((one) => one.severity === 'error' && one.line === line + 1);
        expect(found, `${key}: ${JSON.stringify(diagnostics.slice(0, 3))}`).not.to.be.empty;
      }
    });
  }
});
