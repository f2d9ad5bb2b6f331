/** One question with yes or no, on stderr: stdout is for data. */
import { createInterface } from 'node:readline/promises';
import { Exit, SeedctlError } from '../model/errors.ts';

/** Anything but y or yes is no; so is the end of the input. */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
    // On a terminal that readline holds, Ctrl-C is a key and no signal.
    prompt.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    const answer = await Promise.race([prompt.question(`${question} [y/N] `, { signal }), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    prompt.close();
  }
}

/**
 * What cleaning needs before anything is opened: somebody who can answer, or an answer.
 *
 * @param asked what was called: `--clean`, `clean`
 */
export function requireAnswer(yes: boolean, asked: string): void {
  if (yes || process.stdin.isTTY) return;
  throw new SeedctlError({
    code: 'not-confirmed',
    exit: Exit.refused,
    message: `${asked} removes records, and there is no terminal to ask at`,
    safe: 'nothing was removed or written',
    next: 'give --yes as well, if that is what you want',
  });
}
