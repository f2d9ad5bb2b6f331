/** Flags that several commands take, each described once. */
import { Args, Flags } from '@oclif/core';

export const scenarioFile = Args.string({
  name: 'file',
  description: 'Path of a scenario, or the name of one that ships (see: seedctl scenarios).',
  required: true,
});

export const timeFlags = {
  days: Flags.integer({
    description: 'Days of history; also sets the parameter `days` where the scenario has one.',
    helpGroup: 'PERIOD AND VALUES',
    min: 1,
    helpValue: 'N',
  }),
  from: Flags.string({
    description: 'Start of the period: 2025-02-01, 2025-02-01T08:00 (local) or …Z, today, now.',
    helpGroup: 'PERIOD AND VALUES',
    helpValue: 'T',
  }),
  until: Flags.string({
    description: 'End of the period, exclusive. At most two of --days, --from and --until.',
    helpGroup: 'PERIOD AND VALUES',
    helpValue: 'T',
  }),
  now: Flags.string({
    description: 'Freeze `today` and every other reading of the clock.',
    helpGroup: 'PERIOD AND VALUES',
    helpValue: 'T',
  }),
  seed: Flags.string({
    description: "Seed of the values in place of the scenario's, or `random` to draw one.",
    helpGroup: 'PERIOD AND VALUES',
    helpValue: 'N',
  }),
  param: Flags.string({
    description: 'A parameter of the scenario; repeatable.',
    helpGroup: 'PERIOD AND VALUES',
    helpValue: 'KEY=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

export const streamFlags = {
  only: Flags.string({
    description: 'Only these streams, by id or kind: assets, metrics, polls, jobs, incidents, events.',
    helpGroup: 'STREAMS',
    helpValue: 'A,B',
  }),
  'assets-only': Flags.boolean({ description: 'Short for --only assets.', helpGroup: 'STREAMS' }),
  'polling-only': Flags.boolean({ description: 'Short for --only polls.', helpGroup: 'STREAMS' }),
  'backup-only': Flags.boolean({ description: 'Short for --only jobs.', helpGroup: 'STREAMS' }),
};

const SINKS =
  'A sink of the scenario by name, or a URL: duckdb:PATH, parquet:DIR, ndjson:DIR, csv:DIR, json:DIR, ' +
  'ndjson:- (stdout), postgres://HOST/DATABASE, mongodb://HOST/DATABASE.';

export const to = Flags.string({
  description: `${SINKS} By default the scenario's default sink, else its only one, else duckdb:out/<name>.duckdb.`,
  helpValue: 'NAME|URL',
});

/** Of commands that open a target only where one is named. */
export const alsoIn = Flags.string({
  description: `${SINKS} Without it no target is opened.`,
  helpValue: 'NAME|URL',
});
