/** What V8 lets pile up before it collects garbage. */
import { setFlagsFromString } from 'node:v8';

/**
 * From here on a longer run holds about what a shorter one does. V8's young generation doubles, up to 16 MB, each time
 * that as much as it holds has outlived it, however long that takes: now it stays what making the plan took. And of what
 * has outlived it, at least 8 MB pile up before they are looked through: now 2 MB.
 */
export function limitGarbage(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
}
