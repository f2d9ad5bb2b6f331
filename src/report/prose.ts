/** Text, names with what they mean, and commands, in the columns of a terminal. */
import type { Line } from '../language/explain/explain.ts';
import type { Style } from './style.ts';
import { table, widthOf } from './table.ts';

const LEFT = [
  { title: '', align: 'left' },
  { title: '', align: 'left' },
] as const;

/** Commands, and why one would run them. */
export const next = (commands: readonly string[], why: readonly string[], style: Style): readonly string[] => {
  const both = table(
    LEFT,
    commands.map((command, i) => [`  ${style.accent(command)}`, style.dim(why[i] ?? '')]),
    String,
  );
  // A command that is cut is no command.
  return both.every((line) => widthOf(line) <= style.width)
    ? both
    : commands.map((command) => `  ${style.accent(command)}`);
};

/** Names, and what they mean: beside them, or below where the name is long. */
export function lines(all: readonly Line[], style: Style): readonly string[] {
  const column = Math.min(30, Math.max(...all.map(({ key }) => key.length))) + 2;
  return all.flatMap(({ key, summary, required }) => {
    const texts = wrap(required ? `${summary} Required.` : summary, style.width - column - 2).map((text) =>
      code(text, style),
    );
    const space = ' '.repeat(column + 2);
    const start = `  ${style.accent(key)}`;
    if (key.length + 2 > column) return [start, ...texts.map((text) => space + text)];
    return texts.map((text, i) => (i === 0 ? `${start}${' '.repeat(column - key.length)}${text}` : space + text));
  });
}

/** A name on each line, and a text beside it that goes on below itself where the window is narrow. */
export function beside(rows: readonly (readonly [name: string, text: string])[], style: Style): readonly string[] {
  const column = Math.max(...rows.map(([name]) => widthOf(name))) + 2;
  return rows.flatMap(([name, text]) =>
    wrap(text, style.width - column).map((line, i) =>
      i === 0 ? name + ' '.repeat(column - widthOf(name)) + line : ' '.repeat(column) + line,
    ),
  );
}

/** Words in backticks are code; on a terminal with colours the ticks are not needed. */
export const code = (text: string, style: Style): string =>
  style.colour ? text.replaceAll(/`([^`]+)`/g, (_, inner: string) => style.strong(inner)) : text;

/** Lines of whole words; what is in backticks may break as other text does. */
export function wrap(text: string, width: number): readonly string[] {
  const all: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(`${line} ${word}`) > width) {
      all.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...all, line];
}
