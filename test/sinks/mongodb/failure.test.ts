import { expect } from 'chai';
import { MongoClient, MongoServerError } from 'mongodb';
import type { SeedctlError } from '../../../src/model/errors.ts';
import { asMongoError, isPassing } from '../../../src/sinks/mongodb/failure.ts';

/** Codes and texts from MongoDB's manual: the servers under the tests know no rights and no elections. */
describe('errors of MongoDB', () => {
  const told = (code: number, message: string, codeName = ''): SeedctlError =>
    asMongoError(new MongoServerError({ code, message, codeName }), 'mongodb://here/db') as SeedctlError;

  it('name the role that is missing', () => {
    const error = told(13, 'not authorized on db to execute command { insert: "metrics" }', 'Unauthorized');
    expect(error).to.include({ exit: 8, code: 'missing-rights', place: 'mongodb://here/db' });
    expect(error.next).to.contain('readWrite');
  });

  it('are waited for where a primary steps down, is elected, or shuts down', () => {
    for (const code of [10_107, 13_435, 13_436, 189, 91, 11_600, 11_602, 64]) {
      expect(isPassing(new MongoServerError({ code, message: 'a moment' })), String(code)).to.equal(true);
      expect(told(code, 'not primary')).to.include({ exit: 6, code: 'unreachable' });
    }
    for (const code of [13, 18, 26, 121, 11_000]) {
      expect(isPassing(new MongoServerError({ code, message: 'for good' })), String(code)).to.equal(false);
    }
  });

  it('of a full disk, and of a socket that the driver hands on, say so', () => {
    expect(told(14_031, 'available disk space of 1 is less than required', 'OutOfDiskSpace')).to.include({
      exit: 8,
      code: 'disk-full',
    });
    const broken = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
    expect(isPassing(broken)).to.equal(true);
    expect(asMongoError(broken, 'here')).to.include({ exit: 6, code: 'unreachable' });
  });

  it('of a URL that the driver cannot read are no bug, and say how one is written', () => {
    for (const at of ['here:99999/db', 'ada:ses:same@here/db', 'ada:ses%same@here/db', 'here/db?retry=x']) {
      const url = `mongodb://${at}`;
      try {
        void new MongoClient(url).close();
        expect.fail(`${url} was read`);
      } catch (thrown) {
        const error = asMongoError(thrown, 'here') as SeedctlError;
        expect(error, url).to.include({ exit: 3, code: 'not-a-url', safe: 'nothing was connected to' });
        expect(error.next).to.include('mongodb://user@host:27017/database');
        expect(error.message).not.to.contain('same@');
      }
    }
  });

  it('repeat no password', () => {
    const error = told(1, 'cannot reach mongodb://user:sesame-open@there/db');
    expect(error.message).to.contain('mongodb://there/db');
    expect(JSON.stringify([error, error.stack, (error.cause as Error).message])).not.to.contain('sesame-open');
  });

  it('that are none of MongoDB stay as they are', () => {
    const bug = new TypeError('of ours');
    expect(asMongoError(bug, 'here')).to.equal(bug);
  });
});
