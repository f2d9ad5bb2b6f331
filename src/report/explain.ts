/** A part of the language as a person reads it at a terminal. */
import type { Example, Explanation, Line } from '../language/explain/explain.ts';
import { flow } from '../language/explain/yaml.ts';
import { code, lines, next, wrap } from './prose.ts';
import type { Style } from './style.ts';
import { widthOf } from './table.ts';

export function renderExplanation(explanation: Explanation, style: Style): string {
  const { key, summary, examples, values, inside, timing, common, what } = explanation;
  const [first, ...others] = examples;
  const listed = (title: string, all: readonly Line[]): readonly string[] =>
    all.length === 0
      ? []
      : [
          style.strong(title),
          ...lines(
            all.map((line) => short(line, key)),
            style,
          ),
        ];
  const blocks = [
    [`${style.strong(key)}  ${style.dim(what)}`],
    wrap(summary, style.width - 2).map((text) => `  ${code(text, style)}`),
    facts(explanation, style),
    listed('Values', values),
    listed(titleOf(explanation), inside),
    timing.length === 0 ? [] : names('When it happens', timing, key, style),
    what === 'kind' && common.length > 0
      ? names('Keys of every kind', common, key, style)
      : listed('Keys of every kind', common),
    first === undefined ? [] : example(key, first, others, style),
    follow(explanation, style),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

function titleOf({ what, common, key }: Explanation): string {
  if (key === 'variables') return 'Variables';
  return what !== 'kind' && common.length > 0 ? 'Kinds' : 'Keys';
}

/** Keys that are explained in a place of their own. */
const names = (title: string, keys: readonly Line[], path: string, style: Style): readonly string[] => [
  style.strong(title),
  ...wrap(keys.map((line) => short(line, path).key).join(', '), style.width - 2).map((text) => `  ${text}`),
];

const isNothing = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** Type, default and place, one below the other. */
function facts(explanation: Explanation, style: Style): readonly string[] {
  const { type, limits, unit, required, what, where } = explanation;
  const otherwise = isNothing(explanation.default)
    ? required
      ? 'none: it must be written'
      : 'none'
    : flow(explanation.default);
  const rows: readonly (readonly [string, string])[] = [
    ...(type === null ? [] : ([['type', limits === null ? type : `${type}; ${limits}`]] as const)),
    ...(unit === null ? [] : ([['unit', unit]] as const)),
    ...(what === 'key' ? ([['default', otherwise]] as const) : []),
    ...(where.length === 0
      ? []
      : ([
          [what === 'variable' ? 'known in' : what === 'section' ? 'taken by' : 'stands in', where.join(', ')],
        ] as const)),
  ];
  const width = Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  return rows.flatMap(([name, text]) =>
    wrap(text, style.width - width - 2).map(
      (part, i) => `  ${style.dim(i === 0 ? name.padEnd(width) : ' '.repeat(width))}${part}`,
    ),
  );
}

function example(key: string, { yaml, files }: Example, others: readonly Example[], style: Style): readonly string[] {
  const name = key.split('.').at(-1)!;
  const marked = new RegExp(`(^|[\\s{])(${name.replaceAll(/[^\w-]/g, '')})(:)`, 'g');
  const shown = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          `  ${line.replaceAll(marked, (_, before: string, found: string, colon: string) => `${before}${style.accent(found)}${colon}`)}`,
      );
  const also = key.includes('.') || others.length < 4 ? others.map(({ value }) => value) : [];
  return [
    style.strong('Example'),
    ...shown(yaml),
    ...Object.entries(files).flatMap(([path, text]) => [`  ${style.dim(`# ${path}`)}`, ...shown(text)]),
    ...(also.length === 0 ? [] : ['', ...alternatives(also, style)]),
  ];
}

/** Short ones on one line, else one below the other. */
function alternatives(values: readonly string[], style: Style): readonly string[] {
  const line = `  or  ${values.join('   ')}`;
  if (widthOf(line) <= style.width) return [style.dim(line)];
  return values.flatMap((value, i) =>
    wrap(value, style.width - 6).map((text, j) => style.dim(`${i + j === 0 ? '  or  ' : '      '}${text}`)),
  );
}

function follow({ key, see, examples }: Explanation, style: Style): readonly string[] {
  const commands = [
    ...(see === null ? [] : [[`seedctl explain ${see}`, 'its grammar']]),
    ...(examples.length === 0 ? [] : [[`seedctl explain ${key} --example > try.yaml`, 'the smallest scenario']]),
  ];
  if (commands.length === 0) return [];
  return [
    style.strong('Next'),
    ...next(
      commands.map(([command = '']) => command),
      commands.map(([, why = '']) => why),
      style,
    ),
  ];
}

/** Inside of what is explained, its own path need not be said again. */
const short = (line: Line, path: string): Line => ({ ...line, key: line.key.slice(path.length + 1) });
