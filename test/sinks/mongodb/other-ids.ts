/** `_id`s that follow from nothing, as where a server does not keep them unique: whoever relies on them is found out. */
import { randomFillSync } from 'node:crypto';
import type { Page } from '../../../src/sinks/mongodb/page.ts';

export function otherIds(page: Page): void {
  for (let i = 0; i < page.count; i++) randomFillSync(page.id(i));
}
