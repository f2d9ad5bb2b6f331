/** A part of the language as a person reads it at a terminal. */
import type { Example, Explanation, Line, Map, Places } from '../language/explain/explain.ts';
import { flow } from '../language/explain/yaml.ts';
import type { Style } from './style.ts';
import { clip, table, widthOf } from './table.ts';

const LEFT = [
  { title: '', align: 'left' },
  { title: '', align: 'left' },
] as const;

export function renderMap({ sections, grammars }: Map, style: Style): string {
  const names = [...sections, ...grammars].map(({ key }) => key.length);
  const column = Math.max(...names) + 2;
  const line = ({ key, summary }: Line) =>
    `  ${style.accent(key)}${' '.repeat(column - key.length)}${clip(code(summary, style), style.width - column - 2)}`;
  const more = grammars.flatMap((grammar) => [
    line(grammar),
    ...wrap(grammar.keys.join(' '), style.width - column - 2).map(
      (text) => `  ${' '.repeat(column)}${style.dim(text)}`,
    ),
  ]);
  return [
    `${style.strong('A scenario')}, in the order in which it is read:`,
    '',
    ...sections.map(line),
    '',
    ...wrap(
      `Every scenario says ${sections
        .filter(({ required }) => required)
        .map(({ key }) => key)
        .join(', ')}.`,
      style.width,
    ),
    '',
    `${style.strong('Small grammars')}, used in many places:`,
    '',
    ...more,
    '',
    style.strong('Next'),
    ...next(
      ['seedctl explain time', 'seedctl explain layers.spike', 'seedctl explain variables.cause', 'seedctl init'],
      ['a section, with its keys', 'a kind, with an example that runs', 'a variable', 'a scenario to start from'],
      style,
    ),
    '',
  ].join('\n');
}

export function renderPlaces({ key, places }: Places, style: Style): string {
  return [`${style.strong(key)} stands in ${String(places.length)} places:`, '', ...lines(places, style), ''].join(
    '\n',
  );
}

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

const next = (commands: readonly string[], why: readonly string[], style: Style): readonly string[] => {
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
function lines(all: readonly Line[], style: Style): readonly string[] {
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

/** Inside of what is explained, its own path need not be said again. */
const short = (line: Line, path: string): Line => ({ ...line, key: line.key.slice(path.length + 1) });

/** Words in backticks are code; on a terminal with colours the ticks are not needed. */
const code = (text: string, style: Style): string =>
  style.colour ? text.replaceAll(/`([^`]+)`/g, (_, inner: string) => style.strong(inner)) : text;

/** Lines of whole words; what is in backticks may break as other text does. */
function wrap(text: string, width: number): readonly string[] {
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
