/**
 * Every case is a file as somebody might write it, beside the exact text that `validate` shows for it.
 * To rewrite the texts on purpose: `SEEDCTL_UPDATE_ERRORS=1 npx mocha test/errors/errors.test.ts`, then read the diff.
 */
import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileAccess } from '../../src/language/files.ts';
import { explanations } from '../../src/language/diagnostics/codes.ts';
import { diagnose } from './diagnose.ts';
import { made } from './made.ts';

const folder = import.meta.dirname;
const update = process.env['SEEDCTL_UPDATE_ERRORS'] === '1';
/** What no message may speak of: how the check is made, or a bug of ours. */
const FORBIDDEN =
  /\bajv\b|\bschema\b|anyOf|oneOf|allOf|additionalProperties|#\/|\bmust (match|have|NOT)\b|undefined|NaN|\[object|YAMLParseError| at \//;

/** Without the lines of the file that are shown, and without what a key of the language is called. */
const messagesOf = (text: string): string => text.replaceAll(/^\d+ \|.*$/gm, '').replaceAll('`schema`', '');

describe('errors', () => {
  const cases = [...readdirSync(folder).filter((file) => file.endsWith('.yaml')), ...made.keys()];
  for (const file of cases) {
    it(file.replace('.yaml', '').replaceAll('-', ' '), () => {
      const found = diagnose(folder, file);
      const out = join(folder, file.replace('.yaml', '.out'));
      if (update) writeFileSync(out, found);
      expect(existsSync(out), `${out} is there`).to.equal(true);
      expect(found).to.equal(readFileSync(out, 'utf8'));
      expect(found).to.match(/: (error|warning)\[[a-z-]+\]: /);
      expect(messagesOf(found)).not.to.match(FORBIDDEN);
    });
  }

  it('tells the same of each in one call with all others', () => {
    const known: FileAccess['known'] = new Map();
    for (const file of [...cases, ...cases.toReversed()])
      expect(diagnose(folder, file, known), file).to.equal(
        readFileSync(join(folder, file.replace('.yaml', '.out')), 'utf8'),
      );
  });

  it('has at least 120 cases, which show every code', () => {
    const shown = cases.map((file) => readFileSync(join(folder, file.replace('.yaml', '.out')), 'utf8')).join('\n');
    expect(cases.length).to.be.at.least(120);
    const hidden = Object.keys(explanations).filter((code) => !shown.includes(`[${code}]: `));
    expect(hidden).to.deep.equal([]);
  });

  it('explains every code that it shows, on a page with an example', () => {
    const texts = cases.map((file) => readFileSync(join(folder, file.replace('.yaml', '.out')), 'utf8'));
    const shown = new Set(
      texts.flatMap((text) => [...text.matchAll(/(?:error|warning)\[([a-z0-9-]+)\]: /g)].map(([, code]) => code!)),
    );
    for (const code of shown) {
      expect(Object.keys(explanations)).to.include(code);
      expect(readFileSync(join(folder, `../../docs/errors/${code}.md`), 'utf8')).to.include(`[${code}]: `);
    }
  });

  it('has no text without a case', () => {
    const texts = readdirSync(folder).filter((file) => file.endsWith('.out'));
    expect(texts.filter((file) => !cases.includes(file.replace('.out', '.yaml')))).to.deep.equal([]);
  });
});
