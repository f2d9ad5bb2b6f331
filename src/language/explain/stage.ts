/** The smallest scenario around a fragment: what it speaks of is there, and nothing else. */
import type { Written } from './topic.ts';
import { writeYaml } from './yaml.ts';

const CONSTANT = [{ kind: 'constant', value: 20 }];

const JITTERY = { layers: [...CONSTANT, { id: 'jitter', kind: 'noise', sd: 2 }] };

const SMALLEST: Written = {
  version: 1,
  name: 'example',
  time: { end: 'today', duration: '1d', step: '10m' },
  patterns: { load: { metrics: { cpu_usage: { layers: CONSTANT } } } },
  assets: [{ id: 'vm-101', type: 'vm', pattern: 'load' }],
  streams: [{ kind: 'metrics', to: 'metrics' }],
};

/** What examples speak of, by the word that they say. */
const PROPS: { readonly [word: string]: Written } = {
  office: { calendars: { office: { days: 'mon-fri', hours: '09:00-17:00' } } },
  ...metricProps('memory_usage', 'latency_ms', 'availability_status', 'response_time_ms'),
  ...patternProps('stable_low_load', 'probe'),
  ...traitProps({
    baseline: { uniform: [10, 20] },
    drift: { normal: { mean: 0.02, sd: 0.01 } },
    shift: { uniform: ['-30m', '30m'] },
    row: { uniform: ['0m', '20m'] },
    response_ms: { lognormal: { median: 35, sigma: 0.4 } },
  }),
  ...episodeProps('deploy', 'bad_deploy', 'backup', 'upload', 'rollback', 'oom_kill', 'battery_change'),
  ...typeProps('service', 'container', 'host'),
  'pve-node-01': {
    patterns: { host: { metrics: { cpu_usage: { layers: CONSTANT } } } },
    ...asset({ id: 'pve-node-01', type: 'host', pattern: 'host' }),
  },
  parent: asset({ id: 'vm-101', type: 'vm', parent: 'pve-node-01', pattern: 'load' }),
  'rack-7': asset({ id: 'rack-7', type: 'rack' }),
  'svc-*': asset({ id: 'svc-web', type: 'service', parent: 'vm-101', pattern: 'load' }),
  jitter: { patterns: { load: { metrics: { cpu_usage: JITTERY, memory_usage: JITTERY } } } },
  production: asset({ id: 'vm-101', type: 'vm', pattern: 'load', tags: { environment: 'production' } }),
  site: asset({ id: 'vm-101', type: 'vm', pattern: 'load', tags: { site: 'rome' } }),
  cpu_cores: asset({ id: 'vm-101', type: 'vm', pattern: 'load', data: { cpu_cores: 8 } }),
  hostname: asset({ id: 'vm-101', type: 'vm', pattern: 'load', fields: { hostname: 'DB-01' } }),
  incidents: { reliability: [{ select: { type: 'vm' }, uptime: '99%', repair: { mean: '30m' } }] },
  '${days}': { parameters: { days: { type: 'integer', default: 14 } } },
};

/** Files that examples read, beside the scenario. */
export const stageFiles: { readonly [path: string]: string } = {
  'data/day.csv': 'time,value\n04:00,12\n12:00,70\n21:00,35\n',
  ...Object.fromEntries(
    Object.entries({
      parameters: { days: { type: 'integer', default: 7 } },
      calendars: { office: { days: 'mon-fri' } },
      metrics: { cpu_usage: { unit: 'percentage' } },
      patterns: { load: { metrics: { cpu_usage: { layers: CONSTANT }, disk: { layers: CONSTANT } } } },
      episodes: [{ id: 'bad_deploy', rate: '1/week', for: '10m' }],
    }).map(([section, defined]) => [`library/${section}.yaml`, writeYaml({ [section]: defined })]),
  ),
};

function metricProps(...names: readonly string[]): { readonly [word: string]: Written } {
  return Object.fromEntries(
    names.map((name) => [name, { patterns: { load: { metrics: { [name]: { layers: CONSTANT } } } } }]),
  );
}

function patternProps(...names: readonly string[]): { readonly [word: string]: Written } {
  return Object.fromEntries(
    names.map((name) => [name, { patterns: { [name]: { metrics: { [`${name}_metric`]: { layers: CONSTANT } } } } }]),
  );
}

function traitProps(traits: Written): { readonly [word: string]: Written } {
  return Object.fromEntries(Object.entries(traits).map(([name, draw]) => [`$${name}`, { traits: { [name]: draw } }]));
}

function episodeProps(...names: readonly string[]): { readonly [word: string]: Written } {
  return Object.fromEntries(names.map((id) => [id, { episodes: [{ id, every: 'day', at: '06:00', for: '5m' }] }]));
}

function typeProps(...types: readonly string[]): { readonly [word: string]: Written } {
  return Object.fromEntries(types.map((type) => [type, asset({ id: `${type}-1`, type, pattern: 'load' })]));
}

function asset(definition: Written): Written {
  return { assets: [definition] };
}

/** A whole scenario, valid, in which the fragment stands as it is. */
export function complete(shown: Written): Written {
  const fragment = withInclude(shown);
  const base = merge(smallest(fragment), usesOf(fragment));
  let props: Written = {};
  const taken = new Set<string>();
  for (;;) {
    const whole = over(merge(base, props), fragment);
    const missing = missingIn(whole, taken);
    if (missing === undefined) return inOrder(born(withoutUnused(whole), JSON.stringify(fragment)));
    taken.add(missing);
    props = merge(props, PROPS[missing]!);
  }
}

/** What an include brings, or a fleet, is not there twice. */
function smallest(fragment: Written): Written {
  const out = new Set([
    ...(JSON.stringify(fragment['include'] ?? '').includes('patterns') ? ['patterns'] : []),
    ...(listIn(fragment, 'assets').some(({ expand }) => expand !== undefined) ? ['assets'] : []),
  ]);
  return Object.fromEntries(Object.entries(SMALLEST).filter(([key]) => !out.has(key)));
}

/** Where the assets of the fragment follow patterns of their own. */
function withoutUnused(whole: Written): Written {
  const followed = listIn(whole, 'assets').flatMap(({ pattern }) => pattern);
  if (followed.includes('load') || whole['include'] !== undefined) return whole;
  const { load: _, ...patterns } = (whole['patterns'] ?? {}) as Written;
  return { ...whole, patterns };
}

/** What counts from a birth needs one. */
function born(whole: Written, fragment: string): Written {
  if (!fragment.includes('"birth"')) return whole;
  return { ...whole, assets: listIn(whole, 'assets').map((one) => ({ ...one, from: '2024-01-01' })) };
}

/** What is extended is included. */
function withInclude(fragment: Written): Written {
  const extended = Object.keys(fragment).find((key) => JSON.stringify(fragment[key]).includes('"extends"'));
  return extended === undefined ? fragment : { include: [`library/${extended}.yaml`], ...fragment };
}

/** What a fragment defines is used. */
function usesOf({ calendars, traits, parameters, patterns }: Written): Written {
  const names = (defined: unknown): string[] => Object.keys(defined ?? {});
  const when = names(calendars).map((name) => ({ kind: 'constant', when: name, value: 10 }));
  const data = Object.fromEntries([
    ...names(traits).map((name) => [name, `$${name}`]),
    ...names(parameters).map((name) => [name, `\${${name}}`]),
  ]) as Written;
  const follows = names(patterns).filter((name) => name !== 'load');
  const vm = { id: 'vm-101', type: 'vm', pattern: follows.length > 0 ? ['load', ...follows] : 'load' };
  return {
    ...(when.length > 0 ? { patterns: { load: { metrics: { cpu_usage: { layers: [...CONSTANT, ...when] } } } } } : {}),
    ...(names(data).length > 0 ? { assets: [{ ...vm, data }] } : follows.length > 0 ? { assets: [vm] } : {}),
  };
}

/** The first of the props that is spoken of, and defined nowhere. */
function missingIn(whole: Written, taken: ReadonlySet<string>): string | undefined {
  const said = new Set<string>();
  everyWord(whole, said);
  const defined = definedIn(whole);
  return Object.keys(PROPS).find(
    (word) => !taken.has(word) && said.has(word) && !defined.has(word.replaceAll(/[${}]/g, '')),
  );
}

function everyWord(value: unknown, said: Set<string>): void {
  if (typeof value === 'string') for (const word of wordsIn(value)) said.add(word);
  if (Array.isArray(value)) for (const item of value) everyWord(item, said);
  else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      said.add(key);
      everyWord(item, said);
    }
  }
}

function definedIn(whole: Written): ReadonlySet<string> {
  const maps = [whole['calendars'], whole['traits'], whole['parameters'], whole['patterns']];
  const assets = listIn(whole, 'assets');
  const inAssets = assets.flatMap((one) => ['tags', 'data', 'fields', 'traits'].map((key) => one[key]));
  const patterns = Object.values((whole['patterns'] ?? {}) as Written).filter(isMap);
  const metrics = patterns.map((pattern) => pattern['metrics']).filter(isMap);
  const layers = metrics.flatMap((all) => Object.values(all).filter(isMap)).flatMap((one) => listIn(one, 'layers'));
  const happening = ['episodes', 'downtime', 'reliability'].flatMap((key) => listIn(whole, key));
  const within = patterns.flatMap((pattern) => listIn(pattern, 'episodes'));
  return new Set([
    ...[...maps, ...metrics, ...inAssets].flatMap((map) => Object.keys(isMap(map) ? map : {})),
    ...inAssets.flatMap((map) => Object.values(isMap(map) ? map : {})).map(String),
    ...[...assets, ...layers, ...happening, ...within].map(({ id }) => String(id)),
    ...assets.map(({ type }) => String(type)),
    ...(assets.some((one) => one['parent'] !== undefined) ? ['parent'] : []),
  ]);
}

const isMap = (value: unknown): value is Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listIn = (block: Written, key: string): readonly Written[] => {
  const list = block[key];
  return Array.isArray(list) ? list.filter(isMap) : [];
};

const wordsIn = (text: string): string[] => [text, ...(text.match(/\$\{\w+\}|\$?[A-Za-z_][\w-]*/g) ?? [])];

/** Definitions are added by name; what both have is the fragment's. */
function over(under: Written, fragment: Written): Written {
  const merged: { [key: string]: unknown } = { ...merge(under, fragment) };
  for (const key of ['time', 'streams', 'include']) if (fragment[key] !== undefined) merged[key] = fragment[key];
  return merged;
}

function merge(under: Written, top: Written): Written {
  const merged: { [key: string]: unknown } = { ...under };
  for (const [key, value] of Object.entries(top)) merged[key] = joined(under[key], value);
  return merged;
}

function joined(under: unknown, top: unknown): unknown {
  if (Array.isArray(under) && Array.isArray(top)) return lists(under, top);
  return isMap(under) && isMap(top) ? merge(under, top) : top;
}

/** Items with an id are known by it; of others the longer list is the richer. */
function lists(under: readonly unknown[], top: readonly unknown[]): readonly unknown[] {
  if (under.length === 0 || under.some((item) => idOf(item) === undefined)) return top;
  const places = new Map<unknown, unknown>(under.map((item) => [idOf(item), item]));
  for (const item of top) places.set(idOf(item) ?? item, joined(places.get(idOf(item)) ?? {}, item));
  return [...places.values()];
}

const idOf = (item: unknown): unknown => (typeof item === 'object' && item !== null ? (item as Written)['id'] : item);

const ORDER = [
  ...['version', 'name', 'summary', 'seed', 'timezone', 'include', 'time', 'parameters', 'calendars', 'metrics'],
  ...[
    'traits',
    'patterns',
    'assets',
    'dependencies',
    'downtime',
    'reliability',
    'episodes',
    'streams',
    'tables',
    'sinks',
  ],
];

const inOrder = (whole: Written): Written =>
  Object.fromEntries(ORDER.filter((key) => Object.hasOwn(whole, key)).map((key) => [key, whole[key]]));
