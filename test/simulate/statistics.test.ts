import { expect } from 'chai';
import { createSimulation, type Simulation } from '../../src/simulate/simulation.ts';
import { constant, type Written, withLayers } from '../support/metric.ts';
import { planOf, scenarioOf } from '../support/scenario.ts';

const status = {
  while_down: 'keep',
  decimals: 0,
  layers: [
    constant(100),
    constant(50, { op: 'set', when: { state: 'degraded' } }),
    constant(0, { op: 'set', when: { state: 'down' } }),
  ],
};

function simulate(more: Written, duration = '364d'): Simulation {
  const written = withLayers(
    [],
    {},
    {
      time: { start: '2024-01-01', duration, step: '5m' },
      patterns: { probe: { metrics: { status } } },
      assets: [
        { id: 'host', type: 'host', pattern: 'probe' },
        ...['a', 'b', 'c'].map((id) => ({ id, type: 'guest', parent: 'host', pattern: 'probe' })),
      ],
      streams: [
        { kind: 'polls', to: 'polls', status: 'status' },
        { kind: 'incidents', to: 'incidents' },
      ],
      ...more,
    },
  );
  return createSimulation(planOf(scenarioOf(written)));
}

const uptimeOf = (simulation: Simulation, type: string) =>
  simulation.statistics().uptime.find(({ assetType }) => assetType === type)!;

/** What is expected is what long periods show, within six of the spreads that are stated. */
function expectAchieved(simulation: Simulation, type: string): void {
  const { achieved, expected, spread } = uptimeOf(simulation, type);
  expect(spread, type).to.be.above(0);
  expect(Math.abs(achieved - expected), `${achieved}, not ${expected} ± ${6 * spread}`).to.be.at.most(6 * spread);
}

const office = { days: 'mon-fri', hours: '09:00-17:00' };

describe('statistics', () => {
  const estates: { readonly [name: string]: Written } = {
    'faults, own and inherited': {
      reliability: [
        { select: { type: 'host' }, uptime: '97%', repair: { mean: '1h' } },
        { select: { type: 'guest' }, uptime: '99%', repair: { mean: '20m' }, degraded_share: '50%' },
      ],
    },
    'faults and what is planned': {
      reliability: [{ uptime: '98%', repair: '30m' }],
      downtime: [{ id: 'nightly', select: { ids: ['a'] }, every: 'day', at: '23:00', for: '2h' }],
    },
    'a rate': { episodes: [{ id: 'e', rate: '0.05/h', for: '1h', state: 'down' }] },
    'a rate in office hours': { episodes: [{ id: 'e', rate: '0.5/h', during: office, for: '30m', state: 'down' }] },
    'a number a week, in office hours': {
      episodes: [{ id: 'e', rate: '8/week', during: office, for: '30m', state: 'degraded' }],
    },
  };
  for (const [name, more] of Object.entries(estates)) {
    it(`the uptime that is expected is the one that is achieved: ${name}`, () => {
      const simulation = simulate(more);
      for (const type of ['host', 'guest']) expectAchieved(simulation, type);
    });
  }

  it('expected uptime is own times inherited, times what is not planned', () => {
    const { expected, declared } = uptimeOf(simulate(estates['faults and what is planned']!, '10d'), 'guest');
    expect(declared).to.be.closeTo(0.98, 1e-12);
    expect(expected).to.be.closeTo((0.98 * 0.98 * (22 / 24 + 2)) / 3, 1e-9);
  });

  it('counts incidents, and tells the three that cost the most', () => {
    const at = (id: string, asset: string, hour: string, length: string, more: Written = {}) => ({
      id,
      select: { ids: [asset] },
      at: [`2024-01-02T${hour}`],
      for: length,
      state: 'down',
      ...more,
    });
    const { incidents } = simulate(
      {
        episodes: [
          at('host_short', 'host', '01:00', '20m'), // on four assets: 80 minutes
          at('long', 'a', '03:00', '70m'),
          at('small', 'b', '05:00', '10m'),
          at('smaller', 'c', '07:00', '5m'),
          at('planned', 'c', '09:00', '9h', { planned: true }),
          at('label_only', 'c', '09:00', '9h', { state: undefined, label: 'x' }),
        ],
      },
      '7d',
    ).statistics();
    expect(incidents.largest.map(({ episode, affected }) => [episode, affected])).to.deep.equal([
      ['host_short', 4],
      ['long', 1],
      ['small', 1],
    ]);
    expect([incidents.total, incidents.inherited]).to.deep.equal([9, 3]);
  });
});
