/** A question with an answer in words, on stderr: stdout is for data. */
import { createInterface } from 'node:readline/promises';
import { Exit, SeedctlError } from '../model/errors.ts';

/**
 * The answer without spaces around it.
 *
 * @throws SeedctlError (exit 4) at the end of the input
 */
export async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = new Promise<null>((resolve) => prompt.once('close', () => resolve(null)));
    // On a terminal that readline holds, Ctrl-C is a key and no signal.
    prompt.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    const answer = await Promise.race([prompt.question(question), ended]);
    if (answer !== null) return answer.trim();
    process.stderr.write('\n');
    throw new SeedctlError({
      code: 'no-answer',
      exit: Exit.refused,
      message: 'there was no answer',
      safe: 'nothing was written',
      next: 'give the answers as flags: see --help',
    });
  } finally {
    prompt.close();
  }
}
