import { Exit, SeedctlError } from '../model/errors.ts';
import type { Target } from './sink.ts';

/** What a target that was opened for reading never does: whoever asks for it has a bug. */
export function refusingWrites(opened: string): Pick<Target, 'setUp' | 'write' | 'clean'> {
  const refuse = () => Promise.reject(new SeedctlError({ code: 'read-only', exit: Exit.bug, message: opened }));
  return { setUp: refuse, write: refuse, clean: refuse };
}
