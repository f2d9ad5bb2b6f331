import { expect } from 'chai';
import { CUTS } from '../cuts.ts';
import { useFarm } from './farm.ts';
import { kinds } from './subject.ts';
import { useWhole } from './whole.ts';

for (const kind of kinds) {
  describe(`what a run leaves in ${kind.title}`, function () {
    this.timeout(600_000);
    const subject = kind.use();
    const farm = useFarm();
    const whole = useWhole(kind, subject, farm);

    for (const flags of CUTS) {
      it(`is the same with ${flags.join(' ')}`, async () => {
        const uri = await subject().database();
        const ended = await farm.run(uri, kind.days, flags);
        expect(ended.code, ended.stderr).to.equal(0);
        expect(await kind.held(uri)).to.equal(await whole());
      });
    }

    for (const [what, change, named] of [
      ['another seed', (text: string) => text.replace('seed: 7', 'seed: 8'), /seed/],
      ['another value', (text: string) => text.replace('value: 20', 'value: 21'), /barn-\d+.*temp|temp/s],
    ] as const) {
      it(`is not mixed with ${what}: exit 4 with the difference, and every record as before`, async () => {
        const uri = await subject().database();
        expect((await farm.run(uri, 1)).code).to.equal(0);
        const before = await kind.held(uri);
        farm.edit(change);
        const ended = await farm.run(uri, kind.days);
        expect(ended.code, ended.stderr).to.equal(4);
        expect(ended.stderr).to.match(named);
        expect(await kind.held(uri)).to.equal(before);
      });
    }
  });
}
