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
