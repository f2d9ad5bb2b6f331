import { defineSink } from '../sink.ts';

export const stdout = defineSink({
  kind: 'stdout',
  summary: 'Newline-delimited JSON to the standard output; with a `table` key where more than one table goes out.',
  fields: {},
  examples: [{ kind: 'stdout' }],
  schemes: ['ndjson:-'],
  parseUrl: () => ({}),
  label: () => 'stdout',
  traits: { groupRecords: 1_000_000, ledger: false, follow: true, standardOutput: true },
  async open(_options, context) {
    const { openStdout } = await import('./target.ts');
    return openStdout(context, process.stdout);
  },
});
