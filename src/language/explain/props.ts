/** What examples speak of, and the smallest scenario that they stand in. */
import type { Written } from './topic.ts';
import { writeYaml } from './yaml.ts';

export const CONSTANT = [{ kind: 'constant', value: 20 }];

const JITTERY = { layers: [...CONSTANT, { id: 'jitter', kind: 'noise', sd: 2 }] };

export const SMALLEST: Written = {
  version: 1,
  name: 'example',
  time: { end: 'today', duration: '1d', step: '10m' },
  patterns: { load: { metrics: { cpu_usage: { layers: CONSTANT } } } },
  assets: [{ id: 'vm-101', type: 'vm', pattern: 'load' }],
  streams: [{ kind: 'metrics', to: 'metrics' }],
};

/** What examples speak of, by the word that they say. */
export const PROPS: { readonly [word: string]: Written } = {
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
  wearables: {
    sources: {
      wearables: {
        kind: 'files',
        paths: 'data/*.ndjson',
        fields: { user_id: 'user', timestamp: 'time', value: 'value' },
      },
    },
  },
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
