/** Reports beside the text that they are. `SEEDCTL_GOLDEN=write` writes the files anew; read the diff before it is committed. */
import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { widthOf } from '../../src/report/table.ts';

/** @param width columns that no line is wider than */
export function expectGolden(name: string, text: string, width = 80): void {
  const path = join(import.meta.dirname, `${name}.txt`);
  if (process.env['SEEDCTL_GOLDEN'] === 'write') writeFileSync(path, text);
  expect(text).to.equal(readFileSync(path, 'utf8'));
  for (const line of text.split('\n')) expect(widthOf(line), line).to.be.at.most(width);
}
