import {
  condition,
  list,
  map,
  name,
  number,
  object,
  oneOrList,
  data,
  selection,
  shares,
  text,
  window,
} from '../../model/field.ts';
import type { Definition, Fields } from '../../model/field.ts';
import { label } from './names.ts';

/** Keys that streams of every kind have. */
export const streamFields = {
  id: text({
    summary: 'Its name, for `--only` and summaries; by default its kind.',
    ...label,
    optional: true,
    examples: ['backups'],
  }),
  to: text({ summary: 'The table, collection or folder that it goes to.', examples: ['metrics'] }),
} satisfies Fields;

/** Keys of streams of what is simulated; `record` as an example of one. */
export const simulated = (record: { readonly [column: string]: string }) =>
  ({
    select: selection({
      summary: 'The assets that it holds; absent: all.',
      optional: true,
      examples: [{ type: 'vm' }],
    }),
    record: map(data({ summary: 'What the column holds.' }), {
      summary: 'Its columns, in place of the default ones: name: $variable, a text with variables, or a draw.',
      optional: true,
      examples: [record],
    }),
  }) satisfies Fields;

const define = <const F extends Fields>(definition: Definition<F>): Definition<F> => definition;

const assetsStream = define({
  kind: 'assets',
  summary: 'One record per asset.',
  fields: simulated({ id: '$asset', kind: '$type', stands_on: '$parent' }),
  examples: [
    { kind: 'assets', to: 'assets' },
    { kind: 'assets', to: 'machines', record: { id: '$asset', kind: '$type', stands_on: '$parent' } },
  ],
});

export const metricsStream = define({
  kind: 'metrics',
  summary: 'One record per asset, metric and tick.',
  fields: {
    ...simulated({ device: '$asset', metric: '$metric', ts: '$time', value: '$value' }),
    metrics: list(name('metric', { summary: 'A metric.' }), {
      summary: 'Only these; absent: all that an asset has.',
      optional: true,
      nonEmpty: true,
      examples: [['cpu_usage', 'memory_usage']],
    }),
  },
  examples: [
    { kind: 'metrics', to: 'metrics', metrics: ['cpu_usage'] },
    { kind: 'metrics', to: 'metrics', record: { device: '$asset', metric: '$metric', ts: '$time', value: '$value' } },
  ],
});

export const eventsStream = define({
  kind: 'events',
  summary: 'One record per occurrence of an episode.',
  fields: {
    ...simulated({ time: '$start', text: '$episode on $asset' }),
    of: oneOrList(name('episode', { summary: 'An episode, by its id or its label.' }), {
      summary: 'Which episodes.',
      nonEmpty: true,
      examples: ['deploy', ['deploy', 'rollback']],
    }),
  },
  examples: [
    { kind: 'events', of: 'deploy', to: 'annotations', record: { time: '$start', text: '$episode on $asset' } },
  ],
});

export const pollsStream = define({
  kind: 'polls',
  summary: 'Availability as an outside poller sees it: a status, and how long the answer took.',
  fields: {
    ...simulated({ device: '$asset', metric: '$metric', ts: '$time', value: '$value' }),
    status: name('metric', {
      summary: 'The metric that says up, degraded or down.',
      examples: ['availability_status'],
    }),
    response: name('metric', {
      summary: 'The metric of the response time.',
      optional: true,
      examples: ['response_time_ms'],
    }),
    values: object(
      {
        up: number({ summary: 'The status of an asset that is up.', default: 100 }),
        degraded: number({ summary: 'The status of one that is degraded.', default: 50 }),
        down: number({ summary: 'The status of one that is down.', default: 0 }),
      },
      { summary: 'How the status is read in views and statistics.', default: {}, noun: 'set of status values' },
    ),
  },
  examples: [{ kind: 'polls', to: 'metrics', status: 'availability_status', response: 'response_time_ms' }],
});

export const jobsStream = define({
  kind: 'jobs',
  summary: 'One result a day for each asset, 1 success or 0 failed: a backup, a nightly batch.',
  fields: {
    ...simulated({ device: '$asset', job: '$metric', at: '$time', result: '$value' }),
    metric: text({ summary: 'The name of the result.', ...label, examples: ['backup_status'] }),
    daily: window({
      summary: 'When it runs: each asset keeps a minute of its own in this window of local time.',
      examples: ['01:00-04:00'],
    }),
    success: shares({
      summary: 'Share of successes before modifiers and outages: one, or one for each type of asset.',
      examples: ['97%', { vm: '95%', container: '92%' }],
    }),
    modifiers: list(
      object(
        {
          when: condition({ summary: 'While this holds at the start of the job.', examples: [{ days: 'mon' }] }),
          times: number({ summary: 'Factor on the share of successes.', minimum: 0, examples: [0.97] }),
        },
        { summary: 'A modifier.', noun: 'modifier' },
      ),
      {
        summary: 'What makes success likelier or less likely; all that hold multiply.',
        default: [],
        examples: [[{ when: { days: 'mon' }, times: 0.97 }]],
      },
    ),
  },
  examples: [{ kind: 'jobs', to: 'metrics', metric: 'backup_status', daily: '01:00-04:00', success: '97%' }],
});

const incidentsStream = define({
  kind: 'incidents',
  summary: 'One record per episode with a state or a label and asset that it touches, also by inheritance.',
  fields: simulated({ asset: '$asset', from: '$start', until: '$end', why: '$because' }),
  examples: [
    { kind: 'incidents', to: 'incidents' },
    { kind: 'incidents', to: 'outages', record: { asset: '$asset', from: '$start', until: '$end', why: '$because' } },
  ],
});

export const recordsStream = define({
  kind: 'records',
  summary: 'Records that are read from a source, in place of simulated ones.',
  fields: { from: text({ summary: 'The source, by its name.', examples: ['wearables'] }) },
  examples: [{ kind: 'records', from: 'wearables', to: 'raw_data' }],
});

/** Every stream kind of the language; polls, jobs and incidents are presets of the others. */
export const streamKinds: readonly Definition[] = [
  assetsStream,
  metricsStream,
  eventsStream,
  pollsStream,
  jobsStream,
  incidentsStream,
  recordsStream,
];
