import { expect } from 'chai';
import { labelOf, optionsOfUrl } from '../../../src/sinks/postgres/settings.ts';
import { optionsFor } from './options.ts';

describe('the address of a PostgreSQL server', () => {
  it('is read from a URL, with what stands in its parameters', () => {
    expect(optionsOfUrl('postgres://ada:p%40ss@db.example.org:5433/metrics?sslmode=require&schema=past')).to.deep.equal(
      {
        ...{ host: 'db.example.org', port: 5433, user: 'ada', password: 'p@ss', database: 'metrics' },
        ...{ tls: true, schema: 'past' },
      },
    );
    expect(optionsOfUrl('postgresql:///metrics?host=/run/postgresql')).to.deep.equal({
      ...{ host: '/run/postgresql', database: 'metrics' },
    });
    expect(optionsOfUrl('postgres://[::1]/x?sslmode=no-verify&timeout=3')).to.deep.equal({
      ...{ host: '::1', database: 'x', tls: true, tls_insecure: true, timeout: 3 },
    });
  });

  it('is shown without a password', () => {
    for (const url of ['postgres://ada:sesame@db:5433/m?schema=past', 'postgresql://ada:sesame@/m?host=/run/x']) {
      expect(labelOf(optionsFor(url))).not.to.contain('sesame');
    }
    expect(labelOf(optionsFor('postgres://ada:sesame@db:5433/m?schema=past'))).to.equal(
      'postgres://ada@db:5433/m?schema=past',
    );
  });

  it('that cannot be read is refused without a word of it', () => {
    for (const url of [
      'postgres://ada:ses/ame@db/m',
      'postgres://ada:ses?ame=1@db/m',
      'postgres://ada:100%@db/m',
      'postgres://ada:sesame@db:port/m',
      'postgres://ada:sesame@db/m?sslmode=prefer',
      'postgres://ada:sesame@db/m?sslmod=require',
      'postgres://ada:sesame@db/m?timeout=soon',
      'postgre://ada:sesame@db/m',
      'ada:sesame@db/m',
    ]) {
      try {
        optionsOfUrl(url);
        expect.fail(`${url} was read`);
      } catch (error) {
        expect(error, url).to.include({ exit: 2, code: 'postgres-url' });
        expect(JSON.stringify(error), url).not.to.match(/ses|ame=|100/);
      }
    }
  });
});
