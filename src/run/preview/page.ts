/** Writes a preview as a page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { renderPreviewPage } from '../../report/preview/page/page.ts';
import { cannotWrite } from '../write-error.ts';
import type { Previewed } from './preview.ts';

/**
 * @param maker name and version of the program
 * @returns the size of the page in bytes
 * @throws SeedctlError (exit 8)
 */
export function writePage(path: string, { preview, statistics }: Previewed, maker: string): number {
  const page = Buffer.from(renderPreviewPage(preview, statistics(), maker));
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, page);
  } catch (error) {
    throw cannotWrite(path, error, 'name another file');
  }
  return page.length;
}
