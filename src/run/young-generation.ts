/** What V8 lets pile up between two small collections of garbage. */
import { setFlagsFromString } from 'node:v8';

/**
 * Ends the growth of V8's young generation: it doubles, up to 16 MB, each time that as much as it holds has outlived it,
 * however long that takes, so that a longer run would hold more than a shorter one. From here on each holds what
 * making its plan took.
 */
export function keepYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
