/** What the scenario declares, what is to be expected of it, and what came out. */
import type { Statistics } from '../../../simulate/statistics.ts';
import { html, type Html } from '../../html/html.ts';
import { table } from '../../html/table.ts';
import { count, percent } from '../../numbers.ts';

const right = (title: string) => ({ title, align: 'right' }) as const;
const expectation = (share: number, spread: number): string => `${percent(share)} ± ${(spread * 100).toFixed(2)}`;

export function achieved({ uptime, jobs }: Statistics): Html | null {
  if (uptime.length === 0 && jobs.length === 0) return null;
  const polled = table(
    { id: 'uptime', caption: 'Uptime by type of asset: shares of its polls' },
    [{ title: 'type' }, ...['assets', 'declared', 'expected', 'achieved', 'degraded'].map(right)],
    uptime.map((row) => [
      row.assetType,
      count(row.assets),
      row.declared === null ? '' : percent(row.declared),
      expectation(row.expected, row.spread),
      percent(row.achieved),
      percent(row.degraded),
    ]),
  );
  const run = table(
    { id: 'success', caption: 'Success of jobs by type of asset' },
    [{ title: 'type' }, { title: 'stream' }, ...['runs', 'declared', 'expected', 'achieved'].map(right)],
    jobs.map((row) => [
      row.assetType,
      row.stream,
      count(row.jobs),
      percent(row.declared),
      expectation(row.expected, row.spread),
      percent(row.achieved),
    ]),
  );
  return html`<p>
      Expected is what the declared rates come to with planned downtime and what is inherited, give or take one standard
      deviation; achieved is what this seed gives in this period.
    </p>
    ${uptime.length === 0 ? null : polled}${jobs.length === 0 ? null : run}`;
}
