/** The server falls silent, is killed, or ends our connections while a run writes. */
import { expect } from 'chai';
import { ask } from '../../servers/database.ts';
import { kinds, postgres } from './subject.ts';
import { useFaults } from './whole.ts';

for (const kind of kinds) {
  describe(`${kind.title} that goes away in the middle of a run`, function () {
    this.timeout(600_000);
    const { subject, farm, whole, proxy, isWhole, goesOn } = useFaults(kind);

    /** With deadlines that a test can wait for. */
    const impatient = (uri: string): string =>
      kind === postgres
        ? `${uri}?connect_timeout=2`
        : `${uri}&socketTimeoutMS=2000&serverSelectionTimeoutMS=2000&connectTimeoutMS=2000`;

    it('as into a black hole is waited for until a deadline; then it is exit 6, and the next run goes on', async () => {
      const uri = await subject().database();
      proxy().when('up', 2_000_000, () => proxy().blackhole());
      const ended = await farm.run(impatient(proxy().through(uri)), kind.days);
      expect(ended.code, ended.stderr).to.equal(6);
      expect(ended.stderr).to.match(/run the same command again/);
      proxy().cut();
      await goesOn(uri);
    });

    it('and cuts all connections is connected to again, and the run ends as if nothing had been', async () => {
      const uri = await subject().database();
      for (const bytes of [50_000, 1_000_000, 3_000_000]) proxy().when('up', bytes, () => proxy().cut());
      const ended = await farm.run(proxy().through(uri), kind.days);
      expect(ended.code, ended.stderr).to.equal(0);
      expect(proxy().connections()).to.be.greaterThan(3);
      expect(await kind.held(uri)).to.equal(await whole());
    });

    it('because it was killed is waited for, and the run ends as if nothing had been', async () => {
      const uri = await subject().database();
      proxy().when('up', 2_000_000, async () => {
        await subject().stop();
        await new Promise((resolve) => setTimeout(resolve, 500));
        await subject().start();
      });
      await isWhole(uri, await farm.run(proxy().through(uri), kind.days));
    });

    it('and stays away is exit 6, and the next run goes on', async () => {
      const uri = await subject().database();
      proxy().when('up', 2_000_000, () => proxy().cut({ refuse: true }));
      const ended = await farm.run(impatient(proxy().through(uri)), kind.days);
      expect(ended.code, ended.stderr).to.equal(6);
      await goesOn(uri);
    });

    it('before the run is exit 6', async () => {
      const uri = await subject().database();
      proxy().cut({ refuse: true });
      const ended = await farm.run(impatient(proxy().through(uri)), kind.days);
      expect(ended.code, ended.stderr).to.equal(6);
    });

    if (kind === postgres) {
      it('and ends our sessions is asked again, and the run ends as if nothing had been', async () => {
        const uri = await subject().database();
        const end = () =>
          ask(
            uri,
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
          );
        for (const bytes of [1_000_000, 4_000_000]) proxy().when('up', bytes, end);
        await isWhole(uri, await farm.run(proxy().through(uri), kind.days));
      });
    }
  });
}
