/** What a run leaves depends neither on how the work is cut, nor on the machine's zone; and nothing else is mixed into it. */
import { expect } from 'chai';
import { barn } from '../../commands/barn.ts';
import { localKinds } from '../../support/targets/targets.ts';
import { CUTS } from '../cuts.ts';
import { fingerprints, useSubject } from './subject.ts';

/** Nights in which clocks are turned, by when something happens in the hour that is not there, or that is there twice. */
const nights = barn
  .replace('daily: 01:00-04:00', 'daily: 02:30-02:31')
  .replace(
    'streams:',
    "downtime:\n  - {id: nightly, select: {ids: [fan]}, every: day, at: '02:30', for: 30m}\nstreams:",
  );

for (const kind of localKinds) {
  describe(`what a run leaves in ${kind}`, function () {
    this.timeout(300_000);
    const { home, targets, args, run, held } = useSubject(kind);

    it('is the same with 1, 4 and 16 workers, and with any batch size', async () => {
      home.write('barn.yaml', barn.replace('step: 10m', 'step: 1m'));
      const oracle = await targets.fresh();
      const whole = await run(oracle, '--days', '6');
      const rows = await held(oracle);
      for (const flags of CUTS) {
        const target = await targets.fresh();
        const summary = await run(target, '--days', '6', ...flags);
        expect(fingerprints(summary), flags.join(' ')).to.deep.equal(fingerprints(whole));
        expect(await held(target), flags.join(' ')).to.deep.equal(rows);
      }
    });

    it('is not mixed with another seed, value, shape or table: exit 4 with the difference, and not a byte is changed', async () => {
      const target = await targets.fresh();
      await run(target);
      /** Every run takes the lock of the next number. */
      const everything = async () =>
        (await target.everything()).filter((one) => !JSON.stringify(one).includes('.lock"'));
      const before = await everything();
      for (const [change, named] of [
        [(text: string) => text.replace('seed: 7', 'seed: 8'), /with seed 7, and the seed is now 8/],
        [(text: string) => text.replace('value: 20', 'value: 21'), /(hall|fan)\/temp/],
        [
          (text: string) =>
            text.replace('metrics: [temp]}', 'metrics: [temp], record: {host: $asset, v: $value, at: $time}}'),
          /metrics/,
        ],
        [(text: string) => text.replace('to: metrics, metrics', 'to: elsewhere, metrics'), /elsewhere/],
      ] as const) {
        home.write('barn.yaml', change(barn));
        const ended = await home.call(args(target));
        expect(ended.code, ended.stderr).to.equal(4);
        expect(ended.stderr).to.match(named);
        expect(await everything()).to.deep.equal(before);
      }
    });

    // A time that is not there moves by the hour that is missing; one that is there twice is the first.
    for (const [night, from, start] of [
      ['the clocks go forward', '2025-03-29', '2025-03-30T01:30:00'],
      ['the clocks go back', '2025-10-25', '2025-10-26T00:30:00'],
    ] as const) {
      it(`of 02:30 in the night when ${night} is the same wherever the machine stands`, async () => {
        home.write('barn.yaml', nights);
        const days = ['--from', from, '--days', '3'];
        const everywhere: unknown[] = [];
        for (const TZ of ['UTC', 'Asia/Kathmandu', 'America/St_Johns']) {
          const target = await targets.fresh();
          const ended = await home.call(args(target, ...days, '--json'), { env: { TZ } });
          expect(ended.code, ended.stderr + ended.stdout).to.equal(0);
          everywhere.push([await held(target), (JSON.parse(ended.stdout) as { streams: unknown }).streams]);
        }
        expect(everywhere[1]).to.deep.equal(everywhere[0]);
        expect(everywhere[2]).to.deep.equal(everywhere[0]);
        expect(JSON.stringify(everywhere[0])).to.match(new RegExp(`nightly[^{}]*${Date.parse(`${start}Z`)}`));
      });
    }
  });
}
