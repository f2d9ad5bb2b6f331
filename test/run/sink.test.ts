import { expect } from 'chai';
import { chooseSink } from '../../src/run/sink.ts';
import { load, scenarioOf } from '../support/scenario.ts';

const withSink = (sink: string): string => `
version: 1
name: one
timezone: UTC
time: {start: 2025-02-03, duration: 1d, step: 1h}
patterns: {p: {metrics: {m: {layers: [{kind: constant, value: 1}]}}}}
assets: [{id: a, pattern: p}]
streams: [{kind: metrics, to: metrics}]
sinks: {here: ${sink}}
`;

describe('a number or true/false of a sink', () => {
  const told = withSink('{kind: mongodb, database: d, port: "${PORT}", ssl: "${TLS:-false}"}');

  it('may come from the environment, and has its type then', () => {
    const { options } = chooseSink(scenarioOf(told), 'here', { PORT: '4711', TLS: 'true' });
    expect(options).to.include({ port: 4711, ssl: true });
    expect(chooseSink(scenarioOf(told), 'here', { PORT: '1' }).options).to.include({ port: 1, ssl: false });
  });

  it('is refused where the environment holds something else', () => {
    expect(() => chooseSink(scenarioOf(told), 'here', { PORT: 'many' }))
      .to.throw('the option port of the sink')
      .with.property('exit', 3);
  });

  it('is no other text, and what is no option of the sink is not read from there', () => {
    for (const sink of [
      '{kind: mongodb, database: d, port: many}',
      '{kind: mongodb, database: d, default: "${DEFAULT}"}',
    ]) {
      expect(load(withSink(sink)).scenario, sink).to.equal(null);
    }
  });
});

describe('the variables of libpq', () => {
  const environment = { PGHOST: 'db.example.org', PGUSER: 'ada', PGPASSWORD: 'pw', PGPORT: '' };
  const optionsOf = (sink: string, to: string) => chooseSink(scenarioOf(withSink(sink)), to, environment).options;

  it('stand for what neither the sink nor its URL says, wherever they were read', () => {
    const told = { host: 'db.example.org', user: 'ada', password: 'pw', port: null };
    expect(optionsOf('{kind: postgres, database: d}', 'here')).to.include({ ...told, database: 'd' });
    expect(optionsOf('{kind: duckdb, path: d}', 'postgres:///d')).to.include({ ...told, database: 'd' });
  });

  it('stand behind a URL', () => {
    const sink = "{kind: postgres, url: 'postgres://eve@elsewhere/d'}";
    const beside = { user: null, host: null, password: 'pw' };
    expect(optionsOf(sink, 'here')).to.include({ ...beside, url: 'postgres://eve@elsewhere/d' });
    const given = { user: 'eve', host: 'elsewhere', password: 'pw' };
    expect(optionsOf(sink, 'postgres://eve@elsewhere/d')).to.include(given);
    expect(optionsOf(sink, 'postgres://eve:own@elsewhere/d')).to.include({ ...given, password: 'own' });
  });

  it('of MongoDB are not read beside a URL, which says everything', () => {
    const variables = { MONGODB_PASSWORD: 'pw', MONGODB_HOST: 'elsewhere' };
    const scenario = scenarioOf(withSink("{kind: mongodb, url: 'mongodb://h/d'}"));
    for (const to of ['here', 'mongodb://h/d']) {
      expect(chooseSink(scenario, to, variables).options).to.include({ host: 'localhost', password: null });
    }
  });
});
