import { expect } from 'chai';
import { MongoClient, ObjectId } from 'mongodb';
import { ask } from '../../servers/database.ts';
import { startProxy } from '../../servers/proxy.ts';
import { useFarm } from './farm.ts';
import { kinds, postgres, type Kind } from './subject.ts';

/** Something that another program put there: with one of our keys, or in a table of the same name. */
const stranger = {
  /** A metric's record of a day that the ledger does not know, of a series that it knows. */
  async row(kind: Kind, uri: string): Promise<void> {
    if (kind === postgres) {
      await ask(
        uri,
        `insert into metrics select (jsonb_populate_record(m, '{"timestamp": "2025-03-01T00:00:00Z"}')).* from metrics m limit 1`,
      );
    } else {
      await withCollection(uri, 'metrics', (metrics) =>
        metrics.insertOne({
          _id: new ObjectId(),
          ...{ asset_id: 'barn-1', metric_name: 'temp', timestamp: new Date('2025-03-01T00:00:00Z'), value: 1 },
        }),
      );
    }
  },
  async table(kind: Kind, uri: string): Promise<void> {
    if (kind === postgres) {
      await ask(uri, `create table metrics as select 'barn-1' as asset_id, 1.0 as value`);
    } else {
      await withCollection(uri, 'metrics', (metrics) => metrics.insertOne({ _id: new ObjectId(), asset_id: 'barn-1' }));
    }
  },
};

async function withCollection(
  uri: string,
  name: string,
  use: (collection: ReturnType<ReturnType<MongoClient['db']>['collection']>) => Promise<unknown>,
): Promise<void> {
  const client = new MongoClient(uri);
  try {
    await use(client.db().collection(name));
  } finally {
    await client.close();
  }
}

for (const kind of kinds) {
  describe(`a clean of ${kind.title}`, function () {
    this.timeout(600_000);
    const subject = kind.use();
    const farm = useFarm();

    async function filled(): Promise<string> {
      const uri = await subject().database();
      const ended = await farm.run(uri, 1);
      expect(ended.code, ended.stderr).to.equal(0);
      return uri;
    }

    /** Exit 4, and every record as before. */
    async function refused(uri: string, more: readonly string[] = [], options = {}): Promise<string> {
      const before = await kind.held(uri);
      const ended = await farm.run(uri, 1, ['--clean', ...more], options);
      expect(ended.code, ended.stderr).to.equal(4);
      expect(await kind.held(uri)).to.equal(before);
      return ended.stderr;
    }

    it('is refused where nobody said yes', async () => {
      expect(await refused(await filled())).to.match(/--yes/);
    });

    it('is refused where a row that no ledger vouches for carries one of our keys', async () => {
      const uri = await filled();
      await stranger.row(kind, uri);
      expect(await refused(uri, ['--yes'])).to.include('metrics');
    });

    it('is refused on tables with rows and no ledger', async () => {
      const uri = await subject().database();
      await stranger.table(kind, uri);
      expect(await refused(uri, ['--yes'])).to.include('metrics');
    });

    it('passes an empty target', async () => {
      const uri = await subject().database();
      const ended = await farm.run(uri, 1, ['--clean', '--yes']);
      expect(ended.code, ended.stderr).to.equal(0);
    });

    it('is refused on production, whatever says yes, and ever after', async () => {
      const uri = await filled();
      const env = { ENVIRONMENT: 'production' };
      expect(await refused(uri, ['--yes'], { env })).to.match(/production/);
      const marking = await farm.run(uri, 1, [], { env });
      expect(marking.code, marking.stderr).to.equal(0);
      expect(await refused(uri, ['--yes'])).to.match(/production/);
    });

    it('that is killed as it begins to delete is finished by the next run, and no record is there that no ledger vouches for', async () => {
      const uri = await filled();
      const whole = await kind.held(uri);
      const proxy = await startProxy(subject().port);
      for (const text of kind === postgres ? ['DELETE FROM'] : ['doomed', 'delete']) {
        const cleaning = await farm.run(proxy.through(uri), 1, ['--clean', '--yes'], {
          started: (child) => proxy.when('up', text, () => child.kill('SIGKILL')),
        });
        expect(cleaning.code, text).to.equal(null);
        proxy.cut();
        const ended = await farm.run(uri, 1);
        expect(ended.code, ended.stderr).to.equal(0);
        expect(await kind.held(uri)).to.equal(whole);
      }
      await proxy.close();
    });
  });
}
