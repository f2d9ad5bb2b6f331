/** Questions to a person at a terminal, on stderr: stdout is for data. */
import { Exit, SeedctlError } from '../model/errors.ts';
import { wrap } from '../report/prose.ts';

/** Columns of what points at an option. */
const POINTER = 2;

export interface Choice {
  readonly name: string;
  readonly summary: string;
}

/**
 * One of several, by arrow keys, its number or its first letters.
 *
 * @throws SeedctlError (exit 4) at the end of the input
 */
export async function choose(message: string, choices: readonly Choice[]): Promise<string> {
  const { select } = await import('@inquirer/prompts');
  const column = Math.max(...choices.map(({ name }) => name.length)) + 2;
  const texts = choices.map(({ summary }) => wrap(summary, (process.stderr.columns || 80) - column - POINTER - 1));
  const below = `\n${' '.repeat(column + POINTER)}`;
  const options = choices.map(({ name }, i) => ({
    value: name,
    name: name.padEnd(column) + texts[i]!.join(below),
    short: name,
  }));
  // All of them at once, where the window is high enough.
  const rows = texts.reduce((sum, { length }) => sum + length, 0);
  const pageSize = Math.min(rows, Math.max(7, (process.stderr.rows || 24) - 4));
  return answered(select({ message, choices: options, loop: false, pageSize }, { output: process.stderr }));
}

/**
 * A line of text; an empty one is the default.
 *
 * @param problemOf what is wrong with an answer; null: nothing
 * @throws SeedctlError (exit 4) at the end of the input
 */
export async function ask(
  message: string,
  fallback: string,
  problemOf: (answer: string) => string | null,
): Promise<string> {
  const { input } = await import('@inquirer/prompts');
  const validate = (answer: string): string | true =>
    problemOf(answer.trim() === '' ? fallback : answer.trim()) ?? true;
  const answer = await answered(input({ message, default: fallback, validate }, { output: process.stderr }));
  return answer.trim();
}

async function answered(question: Promise<string>): Promise<string> {
  try {
    return await question;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExitPromptError') throw error;
    // On a terminal that a prompt holds, Ctrl-C is a key and no signal.
    if (error.message.includes('SIGINT')) process.kill(process.pid, 'SIGINT');
    process.stderr.write('\n');
    throw new SeedctlError({
      code: 'no-answer',
      exit: Exit.refused,
      message: 'there was no answer',
      safe: 'nothing was written',
      next: 'give the answers as flags: see --help',
    });
  }
}
