import { expect } from 'chai';
import { load, planOf, rowsOf, scenarioOf, streamOf } from '../support/scenario.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';

const written = (more: object) =>
  JSON.stringify({
    version: 1,
    name: 'decisions',
    time: { end: '2025-02-09T00:00Z', duration: '2d', step: '1m' },
    patterns: { p: { metrics: { m: { layers: [{ kind: 'constant', value: 1 }] } } } },
    assets: [
      { id: 'a', type: 'vm', pattern: 'p' },
      { id: 'b', type: 'container', pattern: 'p' },
    ],
    streams: [{ kind: 'metrics', to: 'metrics' }],
    ...more,
  });
const codes = (text: string) => load(text).diagnostics.map(({ code, message }) => `${code}: ${message}`);

describe('loading a scenario', () => {
  it('40: a type missing in a `success` map is an error', () => {
    const jobs = { kind: 'jobs', to: 'jobs', metric: 'backup', daily: '01:00-04:00' };
    const of = (success: unknown) => codes(written({ streams: [{ ...jobs, success }] }));
    expect(of({ vm: '95%', container: '92%' })).to.deep.equal([]);
    expect(of('95%')).to.deep.equal([]);
    expect(of({ vm: '95%' }).join()).to.include('container');
  });

  it('45: --param is parsed by the declared type; unknown, mistyped or out of range is exit 2 naming the legal set', () => {
    const parameters = {
      days: { type: 'integer', default: 14, minimum: 1 },
      step: { type: 'duration', default: '1m' },
      names: { type: 'list', default: ['a'] },
    };
    const text = written({ parameters, time: { end: '2025-02-09T00:00Z', duration: '${days}d', step: '${step}' } });
    const { scenario } = load(text, { days: '3', step: '5m', names: 'x,y' });
    expect(scenario!.parameters['days']!.value).to.equal(3);
    expect(scenario!.parameters['names']!.value).to.deep.equal(['x', 'y']);
    expect(scenario!.time.step).to.equal(300_000);
    for (const [name, value, told] of [
      ['dayz', '3', 'days'],
      ['days', 'three', 'days'],
      ['days', '0', '1'],
      ['step', '5 minutes', 'duration'],
    ] as const) {
      expect(() => load(text, { [name]: value }), `${name}=${value}`)
        .to.throw()
        .that.satisfies(
          (error: { exit: number; message: string; next: string }) =>
            error.exit === 2 && `${error.message} ${error.next}`.includes(told),
        );
    }
  });

  it('46: YAML 1.2 core: 23:00 and `on` are strings', () => {
    const text = written({}).replace('"type":"vm"', '"type":"vm","tags":{"power":on,"at":23:00}');
    const { assets } = planOf(scenarioOf(text));
    expect(assets[0]!.tags).to.deep.equal({ power: 'on', at: '23:00' });
  });

  it('30: response time is an ordinary signal: times a factor when degraded, the timeout when down; not null', () => {
    const state = (id: string, becomes: string) => ({ id, at: [`2025-02-08T0${id}:00Z`], for: '1h', state: becomes });
    const plan = planOf(
      scenarioOf(
        written({
          patterns: {
            p: {
              metrics: {
                response: {
                  while_down: 'keep',
                  layers: [
                    { kind: 'constant', value: 40 },
                    { kind: 'constant', op: 'multiply', value: 6, when: { state: 'degraded' } },
                    { kind: 'constant', op: 'set', value: 5000, when: { state: 'down' } },
                  ],
                },
              },
            },
          },
          episodes: [
            { ...state('2', 'degraded'), id: 'slow' },
            { ...state('4', 'down'), id: 'gone' },
          ],
        }),
      ),
    );
    const rows = rowsOf(createSimulation(plan), streamOf(plan, 'metrics'), plan.period);
    const at = (time: string) => rows.find(({ timestamp }) => timestamp === Date.parse(time))!['value'];
    expect(rows).to.have.length(2 * 2880);
    expect(at('2025-02-08T01:30Z')).to.equal(40);
    expect(at('2025-02-08T02:30Z')).to.equal(240);
    expect(at('2025-02-08T04:30Z')).to.equal(5000);
  });
});
