/** Colour and signs for one output stream; both follow NO_COLOR, FORCE_COLOR, the locale and the terminal. */
import { styleText } from 'node:util';

type Paint = (text: string) => string;

export interface Style {
  readonly strong: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly accent: Paint;
  readonly colour: boolean;
  /** Signs beyond ASCII may be used. */
  readonly unicode: boolean;
  /** Columns that a line may take: lines of text are not longer than one likes to read. */
  readonly width: number;
  /** Columns of the window, which charts fill. */
  readonly columns: number;
}

/** 80 columns where the stream is no terminal, so that what is saved or piped is the same everywhere. */
export function styleOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv = process.env): Style {
  const paint =
    (format: 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan'): Paint =>
    (text) =>
      styleText(format, text, { stream });
  const columns = stream.isTTY ? Math.max(40, stream.columns) : 80;
  return {
    strong: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    bad: paint('red'),
    warn: paint('yellow'),
    accent: paint('cyan'),
    colour: styleText('bold', 'x', { stream }) !== 'x',
    unicode: speaksUnicode(environment),
    width: Math.min(columns, 120),
    columns,
  };
}

/** POSIX: the first of these that is set names the character set; none of them: the C locale, but modern systems draw. */
function speaksUnicode(environment: NodeJS.ProcessEnv): boolean {
  if (environment['TERM'] === 'linux' || environment['TERM'] === 'dumb') return false;
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find((name) => !!name);
  return locale === undefined || /utf-?8/i.test(locale);
}

/** Neither colour nor signs: for files and tests. */
export const plain: Style = {
  strong: String,
  dim: String,
  good: String,
  bad: String,
  warn: String,
  accent: String,
  colour: false,
  unicode: true,
  width: 80,
  columns: 80,
};
