import { expect } from 'chai';
import { type Row } from '../support/scenario.ts';
import { inRome, MACHINES, type PmiData, readPmi } from './data.ts';
import { holds } from './expectation.ts';

// In 2025 the clocks of Rome went from 02:00 to 03:00 on 30 March, and from 03:00 to 02:00 on 26 October.
const CHANGES = [
  { season: 'spring', now: '2025-04-06T10:00:00Z', day: '2025-03-30', first: '23:00:00' },
  { season: 'autumn', now: '2025-11-02T10:00:00Z', day: '2025-10-26', first: '01:00:00' },
];

describe('PMI: when the clocks change', () => {
  for (const { season, now, day, first } of CHANGES) {
    describe(`in ${season}`, () => {
      let data: PmiData;
      let rows: { readonly [stream: string]: readonly Row[] };
      before(() => {
        data = readPmi(42, ['metrics', 'polls'], { now: Date.parse(now) });
        rows = { jobs: data.rows('jobs'), incidents: data.rows('incidents') };
      });

      it('14 days are 20,160 minutes, up to the last local midnight', () => {
        const { period } = data.plan;
        expect(inRome(period.to).time).to.equal('00:00:00');
        expect(period.to - period.from).to.equal(20_160 * 60_000);
        // The wall clock shows an hour more, or less, than has passed.
        expect(inRome(period.from).time).to.equal(first);
      });

      it('maintenance begins at 23:00 of the wall clock on every date, and lasts two hours of elapsed time', () => {
        const nightly = rows.incidents!.filter(
          ({ kind, asset_id: asset }) => kind === 'nightly_maintenance' && asset === 'svc-mysql-101',
        );
        const dates = nightly.map(({ start }) => inRome(Number(start)));
        expect(new Set(dates.map(({ date }) => date)).size).to.equal(nightly.length);
        expect(nightly.length).to.be.within(14, 15);
        for (const [i, { start, end }] of nightly.entries()) {
          expect(dates[i]!.time).to.equal('23:00:00');
          expect(Number(end) - Number(start)).to.equal(7_200_000);
        }
      });

      it('a backup keeps its minute of the wall clock, once on every date; one that does not exist moves by the hour', () => {
        expect(rows.jobs!.length).to.equal(140);
        for (const machine of MACHINES) {
          const own = rows
            .jobs!.filter(({ asset_id: asset }) => asset === machine)
            .map(({ timestamp }) => inRome(Number(timestamp)));
          expect(new Set(own.map(({ date }) => date)).size).to.equal(14);
          const usual = own.find(({ date }) => date !== day)!.minute;
          for (const { date, minute } of own) {
            const skipped = season === 'spring' && date === day && usual >= 120 && usual < 180;
            expect(minute, `${machine} on ${date}`).to.equal(skipped ? usual + 60 : usual);
          }
        }
      });

      it('office hours are those of the wall clock before and after', () => {
        for (const asset of ['pve-node-01', 'vm-102']) {
          const [cpu, status] = ['cpu_usage', 'availability_status'].map((metric) => data.values(asset, metric));
          const sums = { before: [0, 0], after: [0, 0] };
          for (let i = 0; i < cpu!.length; i++) {
            const { date, minute } = inRome(data.plan.period.from + i * 60_000);
            const weekday = new Date(date).getUTCDay();
            if (status![i] === 0 || weekday === 0 || weekday === 6 || minute < 540 || minute >= 1020) continue;
            const sum = sums[date < day ? 'before' : 'after'];
            sum[0]! += cpu![i]!;
            sum[1]! += 1;
          }
          for (const [sum, n] of Object.values(sums))
            holds(asset, sum! / n!, 84, Math.sqrt((2.5 ** 2 + 1 / 1200) / n!), 0.001);
        }
      });

      it('memory reaches its top exactly at the restart, four o’clock on Sunday by the wall clock', () => {
        const restarts = rows.incidents!.filter(
          ({ kind, asset_id: asset }) => kind === 'weekly_restart' && asset === 'vm-103',
        );
        const memory = data.values('vm-103', 'memory_usage');
        expect(restarts.length).to.equal(2);
        for (const { start } of restarts) {
          expect(inRome(Number(start)).time).to.equal('04:00:00');
          const tick = (Number(start) - data.plan.period.from) / 60_000;
          expect([...memory.subarray(tick, tick + 3)]).to.deep.equal([0, 0, 0]);
          holds('before', memory[tick - 1]!, 94, Math.sqrt(0.64 + 1 / 1200), 0.01);
          holds('after', memory[tick + 3]!, 35, Math.sqrt(0.64 + 1 / 1200), 0.02);
        }
      });
    });
  }
});
