import { expect } from 'chai';
import { join } from 'node:path';
import { barn, yard } from '../commands/barn.ts';
import { prepared, runInto } from '../support/runs.ts';
import { streamOf } from '../support/scenario.ts';
import { useTarget, useTargets } from '../support/targets/targets.ts';

const live = barn.replace('end: today', 'end: now').replace('step: 10m', 'step: 1s').replace('${days}d', '30s');

for (const kind of ['postgres', 'mongodb'] as const) {
  describe(`--follow into ${kind}`, function () {
    this.timeout(300_000);
    const target = useTarget(kind);
    const backfilled = useTargets('ndjson');
    const place = yard();

    it('goes on until it is stopped, with the values of a later backfill, and ends with 130', async () => {
      place.write('barn.yaml', live);
      let said = '';
      const args = ['--now', '2025-02-09T00:00:00Z', '--follow', '--only', 'metrics', '--no-log-file'];
      const ended = await place.call(['run', 'barn.yaml', ...args, '--log-level', 'debug', '--to', target().to], {
        started: (child) => {
          const read = (text: string) => {
            said += text;
            if (said.split('followed to').length <= 3) return;
            // Once: the second signal ends the process as it is.
            child.stderr!.off('data', read);
            child.kill('SIGINT');
          };
          child.stderr!.on('data', read);
        },
      });
      expect(ended.code, said).to.equal(130);
      expect(said).to.match(/\d+ records written up to now; following tick by tick until stopped/);
      const counted = /safe: ([\d,]+) records of this run are in the target/.exec(ended.stderr)?.[1];

      const period = { from: '2025-02-08T23:59:30Z', until: '2025-02-09T00:05:00Z', only: 'metrics' };
      const later = prepared(join(place.cwd, 'barn.yaml'), period);
      const whole = await backfilled.fresh();
      await runInto(whole.to, later);
      const { table } = streamOf(later.plan, 'metrics');
      const rows = await target().rows(table);
      // Of two assets: thirty seconds before, and three ticks at least.
      expect(rows.length).to.be.at.least(66);
      expect(counted?.replace(',', '')).to.equal(String(rows.length));
      const planned = await whole.rows(table);
      expect(planned).to.include.members([...rows]);
      expect(new Set(rows)).to.have.property('size', rows.length);
      // None is left out.
      const at = table.columns.findIndex(({ name }) => name === 'timestamp');
      const timeOf = (row: string): string => String((JSON.parse(row) as unknown[])[at]);
      const last = rows.map(timeOf).sort().at(-1)!;
      expect(rows).to.include.members(planned.filter((row) => timeOf(row) < last));
    });
  });
}
