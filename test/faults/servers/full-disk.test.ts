import { expect } from 'chai';
import { mountSmallDisk, type SmallDisk } from '../../servers/small-disk.ts';
import { ask } from '../../servers/database.ts';
import { useFarm } from './farm.ts';
import { kinds, postgres } from './subject.ts';
import { useWhole } from './whole.ts';

for (const kind of kinds) {
  describe(`${kind.title} whose disk is full`, function () {
    this.timeout(600_000);
    const subject = kind.use();
    const farm = useFarm();
    const whole = useWhole(kind, subject, farm);
    let disk: SmallDisk | undefined;
    afterEach(() => disk?.remove());

    it('is exit 8 and keeps what was finished; with more room the next run goes on', async () => {
      await whole();
      disk = await mountSmallDisk(subject().cluster, 24);
      const uri = await subject().database();
      // Tables that are made from now on lie on the small disk: behind the MongoDB protocol they are PostgreSQL's.
      const database = kind === postgres ? new URL(uri).pathname.slice(1) : 'postgres';
      const set = (value: string) =>
        ask(subject().cluster.uri('postgres'), `alter database ${database} set default_tablespace = ${value}`);
      await set(disk.tablespace);
      if (kind !== postgres) {
        await subject().stop();
        await subject().start();
      }
      const ended = await farm.run(uri, kind.days);
      expect(ended.code, ended.stderr).to.equal(8);
      expect(ended.stderr).to.match(/disk/);
      await disk.grow(2000);
      const next = await farm.run(uri, kind.days, ['--json']);
      expect(next.code, next.stderr).to.equal(0);
      expect(await kind.held(uri)).to.equal(await whole());
    });
  });
}
