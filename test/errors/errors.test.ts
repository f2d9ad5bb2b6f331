/**
 * Every case is a file as somebody might write it, beside the exact text that `validate` shows for it.
 * To rewrite the texts on purpose: `SEEDCTL_UPDATE_ERRORS=1 npx mocha test/errors/errors.test.ts`, then read the diff.
 */
import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from './diagnose.ts';

const folder = import.meta.dirname;
const update = process.env['SEEDCTL_UPDATE_ERRORS'] === '1';
/** What no message may speak of: how the check is made, or a bug of ours. */
const FORBIDDEN =
  /\bajv\b|anyOf|oneOf|allOf|additionalProperties|#\/|\bmust (match|have|NOT)\b|undefined|NaN|\[object|YAMLParseError| at \//;

describe('errors', () => {
  const cases = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  for (const file of cases) {
    it(file.replace('.yaml', '').replaceAll('-', ' '), () => {
      const found = diagnose(folder, file);
      const out = join(folder, file.replace('.yaml', '.out'));
      if (update) writeFileSync(out, found);
      expect(existsSync(out), `${out} is there`).to.equal(true);
      expect(found).to.equal(readFileSync(out, 'utf8'));
      expect(found).to.match(/: (error|warning)\[[a-z-]+\]: /);
      expect(found).not.to.match(FORBIDDEN);
    });
  }

  it('has no text without a case', () => {
    const texts = readdirSync(folder).filter((file) => file.endsWith('.out'));
    expect(texts.filter((file) => !cases.includes(file.replace('.out', '.yaml')))).to.deep.equal([]);
  });
});
