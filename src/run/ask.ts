/** A question with an answer in words, on stderr: stdout is for data. */
import { createInterface } from 'node:readline/promises';

/** The answer without spaces around it; empty at the end of the input. */
export async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
    // On a terminal that readline holds, Ctrl-C is a key and no signal.
    prompt.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    return (await Promise.race([prompt.question(question), ended])).trim();
  } finally {
    prompt.close();
  }
}
