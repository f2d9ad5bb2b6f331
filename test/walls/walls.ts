/** Where the walls of the house stand, as data. docs/architecture.md is the same map in words. */

/** The rooms, and which others each may import: the words below, the kernels above them, the program on top. */
export const ROOMS: { readonly [room: string]: readonly string[] } = {
  model: [],
  random: ['model'],
  timeline: ['model', 'random'],
  layers: ['model', 'random', 'timeline'],
  simulate: ['model', 'random', 'timeline', 'layers'],
  plan: ['model', 'random', 'timeline', 'simulate'],
  // What the language is made of: layers, sinks and sources by their definitions, draws by their bounds and methods.
  language: ['model', 'random', 'timeline', 'layers', 'sinks', 'sources'],
  diff: ['model', 'language', 'timeline', 'layers', 'simulate', 'plan'],
  sinks: ['model', 'timeline'],
  sources: ['model', 'timeline'],
  report: ['model', 'language', 'timeline', 'simulate'],
  run: ['model', 'language', 'timeline', 'simulate', 'plan', 'diff', 'sinks', 'sources', 'report'],
  cli: ['model', 'language', 'report', 'run'],
  commands: ['model', 'language', 'simulate', 'report', 'run', 'cli'],
};

/** What a room may know of another by its types alone: what it shows, and does not call. */
export const TYPES: { readonly [room: string]: readonly string[] } = {
  report: ['run', 'diff'],
  cli: ['sinks'],
};

/** The files of another room by which alone it may be entered. */
export const DOORS: { readonly [from: string]: { readonly [to: string]: readonly string[] } } = {
  language: {
    sinks: ['sinks/registry.ts'],
    sources: ['sources/registry.ts'],
    layers: ['layers/registry.ts', 'layers/layer.ts'],
    random: ['random/draw.ts', 'random/chance-methods.ts'],
  },
  run: {
    sinks: ['sinks/registry.ts', 'sinks/sink.ts', 'sinks/shell.ts'],
    sources: [
      'sources/registry.ts',
      'sources/readers.ts',
      'sources/reader.ts',
      'sources/definition.ts',
      'sources/store.ts',
      'sources/arrange.ts',
      'sources/spans.ts',
      'sources/inside.ts',
    ],
  },
};

/** Kinds of sinks that build on another; all may build on what lies directly in sinks/, and on sinks/files. */
export const SINKS: { readonly [kind: string]: readonly string[] } = {
  parquet: ['duckdb'],
  stdout: ['ndjson'],
};

/** Packages, and the only folders that may import them. */
export const PACKAGES: { readonly [name: string]: readonly string[] } = {
  '@duckdb/node-api': ['sinks/duckdb/'],
  '@duckdb/node-bindings': ['sinks/duckdb/'],
  '@inquirer/prompts': ['cli/'],
  '@oclif/core': ['commands/', 'cli/'],
  '@streamparser/json': ['sources/files/'],
  ajv: ['sources/files/'],
  chance: ['random/'],
  'cli-progress': ['report/'],
  'csv-parse': ['sources/files/'],
  fzstd: ['sources/files/'],
  mongodb: ['sinks/mongodb/'],
  'moment-timezone': ['timeline/'],
  pg: ['sinks/postgres/'],
  pino: ['cli/'],
  prettier: ['language/format/'],
  tinyglobby: ['sources/files/'],
  uplot: ['report/html/client/'],
  yaml: ['language/'],
};

/** Drivers are loaded by the target that needs them, when it is opened. */
export const DRIVERS = ['@duckdb/node-api', '@duckdb/node-bindings', 'mongodb', 'pg'];

/** Rooms that run anywhere, with nothing of Node's. */
export const PORTABLE = ['model', 'random', 'timeline', 'layers', 'simulate', 'plan', 'language', 'diff'];

/** Parts of other rooms that run anywhere too: what draws. */
export const DRAWING = ['report/chart/', 'report/html/'];

/** Where examples for people are put together: words of scenarios may stand there, and decide nothing of the data. */
export const EXAMPLES = 'language/explain/';

/** Names that only Node has. */
export const OF_NODE = ['process', 'Buffer', 'require', 'module', '__dirname', '__filename', 'global', 'setImmediate'];

/** What two engines may compute differently. `random/math.ts` has the same from exact operations. */
export const INEXACT = [
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
  ...['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'pow', 'cbrt', 'hypot'],
]
  .map((name) => `Math.${name}`)
  .concat('**');

/** What is not the same twice, or on two machines: the clock, chance, the host's zone and locale. */
export const UNREPEATABLE = [
  ...['Math.random', 'Date.now', 'new Date()', 'Intl', '.localeCompare'],
  ...['.toLocaleString', '.toLocaleDateString', '.toLocaleTimeString', '.toLocaleUpperCase', '.toLocaleLowerCase'],
  ...['.getFullYear', '.getMonth', '.getDate', '.getDay', '.getHours', '.getMinutes', '.getTimezoneOffset'],
];

/** Who may read the clock: commands, runs, and locks, which must know since when they are held and whether still. */
export const CLOCKS = ['commands/', 'cli/', 'run/', 'sinks/files/', 'sinks/holder.ts'];
