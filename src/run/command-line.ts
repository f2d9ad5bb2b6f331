/** The command line of another command on the same scenario, period and target, for a person to copy. */
import { quoteForShell } from '../sinks/shell.ts';
import type { PlanFlags } from './prepare.ts';
import { hasSecret } from './secrets.ts';
import type { ChosenSink } from './sink.ts';

interface Given extends PlanFlags {
  readonly to?: string | undefined;
}

const settings = ['days', 'from', 'until', 'now', 'seed', 'only'] as const;
const short = ['assets-only', 'polling-only', 'backup-only'] as const;

/** `seedctl run pmi.plan.json` */
export const runCommand = (file: string): string => `seedctl run ${quoteForShell(file)}`;

/** `pmi-default --to duckdb:out/a.duckdb --days 14`; a URL with a password in it stands as its label, without. */
export function commandLine(file: string, flags: Given, { definition, options }: ChosenSink): string {
  const to = flags.to !== undefined && hasSecret(flags.to) ? definition.label(options) : flags.to;
  return [
    file,
    ...(to === undefined ? [] : ['--to', to]),
    ...settings.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}`, String(flags[name])])),
    ...(flags.param ?? []).flatMap((pair) => ['--param', pair]),
    ...short.filter((name) => flags[name]).map((name) => `--${name}`),
  ]
    .map(quoteForShell)
    .join(' ');
}
