/** What was removed, for a person. */
import type { Cleaned } from '../run/clean.ts';
import { count, plural } from './numbers.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

export function renderCleaned({ scenario, target, streams, removed }: Cleaned, style: Style): string {
  const sign = style.good(style.unicode ? '✔' : 'ok');
  const head =
    removed === 0
      ? `${sign} ${target} held nothing of ${style.strong(scenario)}: nothing was removed`
      : `${sign} ${plural(removed, 'record')} of ${style.strong(scenario)} removed from ${target}`;
  const rows = streams.map(({ name, records }) => [name, count(records)]);
  const listed = table(
    [
      { title: 'stream', align: 'left' },
      { title: 'removed', align: 'right' },
    ],
    rows,
    style.dim,
  );
  return [head, ...(rows.length === 0 ? [] : ['', ...listed])].join('\n');
}
