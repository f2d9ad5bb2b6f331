import { expect } from 'chai';
import { SeedctlError } from '../../../src/model/errors.ts';
import {
  assertRights,
  ledgerNeeds,
  needOf,
  type Privilege,
  readPrivileges,
} from '../../../src/sinks/mongodb/rights.ts';
import { metricsTable } from '../sample.ts';
import { useDatabase } from './database.ts';

/** Of the roles `read` and `readWrite`, as MongoDB's manual lists them. */
const read = ['collStats', 'dbHash', 'dbStats', 'find', 'killCursors', 'listCollections', 'listIndexes'];
const readWrite = [...read, 'createCollection', 'createIndex', 'dropCollection', 'insert', 'remove', 'update'];

describe('rights in MongoDB', () => {
  const database = useDatabase();
  const needs = [...ledgerNeeds, needOf(metricsTable)];
  const refusal = (privileges: readonly Privilege[] | null): string | null => {
    try {
      assertRights(privileges, 'pmi', needs);
      return null;
    } catch (error) {
      expect(error).to.be.instanceOf(SeedctlError).that.includes({ exit: 8, code: 'missing-rights' });
      return (error as SeedctlError).message;
    }
  };

  it('are those of readWrite, here or everywhere, and those of root', () => {
    expect(refusal([{ resource: { db: 'pmi', collection: '' }, actions: readWrite }])).to.equal(null);
    expect(refusal([{ resource: { db: '', collection: '' }, actions: readWrite }])).to.equal(null);
    expect(refusal([{ resource: { anyResource: true }, actions: readWrite }])).to.equal(null);
  });

  it('may be given by collection', () => {
    const each = (names: readonly string[]) =>
      names.map((collection) => ({ resource: { db: 'pmi', collection }, actions: readWrite }));
    const names = needs.map(({ collection }) => collection);
    expect(refusal(each(names))).to.equal(null);
    expect(refusal(each(names.filter((name) => name !== 'metrics')))).to.contain('pmi.metrics: find, insert, remove');
  });

  it('that are missing are named, with their collection', () => {
    expect(refusal([{ resource: { db: 'pmi', collection: '' }, actions: read }])).to.equal(
      'the user may not do this in pmi.seedctl_groups: insert, update, remove',
    );
    expect(refusal([{ resource: { db: 'other', collection: '' }, actions: readWrite }])).to.contain(': find, insert');
    const noIndex = readWrite.filter((action) => action !== 'createIndex');
    expect(refusal([{ resource: { db: 'pmi', collection: '' }, actions: noIndex }])).to.match(/metrics: createIndex$/);
  });

  it('are not known where the server does not say, and then the commands tell', async () => {
    expect(refusal(null)).to.equal(null);
    const told = await readPrivileges(database().db);
    if (told !== null) assertRights(told, database().db.databaseName, needs);
  });
});
