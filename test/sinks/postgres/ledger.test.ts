import { expect } from 'chai';
import { createLedger, hasLedger } from '../../../src/sinks/postgres/ledger.ts';
import { Server } from '../../../src/sinks/postgres/server.ts';
import { settingsOf } from '../../../src/sinks/postgres/settings.ts';
import { useDatabase } from './database.ts';

describe('the ledger of PostgreSQL', function () {
  this.timeout(120_000);
  const database = useDatabase();

  it('is made once by transactions that all found none', async () => {
    const server = await Server.open(settingsOf(database().options), 'here');
    try {
      const waits = `select count(*)::int from pg_locks where locktype = 'advisory' and not granted`;
      let second: Promise<void> | undefined;
      await server.transaction(async (first) => {
        await createLedger(first);
        second = server.transaction((transaction) => createLedger(transaction));
        while ((await database().look(waits))[0]![0] === 0);
      });
      await second;
      expect(await server.transaction(hasLedger)).to.equal(true);
    } finally {
      await server.close();
    }
  });
});
