import { expect } from 'chai';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { constant, withLayers, type Written } from '../support/metric.ts';
import { planOf, rowsOf, scenarioOf } from '../support/scenario.ts';

const outages = {
  downtime: [{ id: 'd', every: 'day', at: '09:50', for: '47m30s' }],
  reliability: [{ uptime: '90%', repair: { mean: '8m' } }],
};

const metrics: readonly Written[] = [
  {},
  { while_down: 'zero' },
  { while_down: 'keep' },
  { every: '5m' },
  { every: '7m', when: { hours: '22:00-06:00' } },
  { when: { state: 'down' }, while_down: 'keep' },
  { when: { metric: 'n', above: 5 } },
];

describe('counts of a plan', () => {
  it('are exactly what is made, in any period, of any metric', () => {
    const start = Date.parse('2025-02-03');
    fc.assert(
      fc.property(
        fc.constantFrom(...metrics),
        fc.integer({ min: 0, max: 6 * 24 * 60 }),
        fc.integer({ min: 1, max: 2 * 24 * 60 }),
        fc.constantFrom(1, 30),
        (metric, from, length, seconds) => {
          const n = { layers: [constant(5), { kind: 'noise', sd: 3, correlation: '20m' }], emit: false };
          const written = withLayers(
            [],
            {},
            { ...outages, patterns: { p: { metrics: { n, m: { layers: [constant(1)], ...metric } } } } },
          );
          const period = {
            from: start + from * MINUTE + seconds * 1000,
            until: start + (from + length) * MINUTE + 1000,
          };
          const plan = planOf(scenarioOf(written), period);
          const stream = plan.streams[0]!;
          expect(rowsOf(createSimulation(plan), stream, plan.period).length).to.equal(stream.records);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of events are those that touch the period', () => {
    const written = withLayers(
      [constant(1)],
      {},
      {
        ...outages,
        streams: [
          { kind: 'incidents', to: 'incidents' },
          { kind: 'events', of: 'd', to: 'events' },
        ],
      },
    );
    const at = (time: string) => Date.parse(`2025-02-05T${time}Z`);
    const count = (from: number, until: number) => planOf(scenarioOf(written), { from, until }).streams[1]!.records;
    expect(count(at('09:00'), at('09:50'))).to.equal(0);
    expect(count(at('09:00'), at('09:51'))).to.equal(1);
    expect(count(at('10:37'), at('10:38'))).to.equal(1);
    expect(count(at('10:38'), at('12:00'))).to.equal(0);
    expect(count(at('00:00'), at('00:00') + 3 * DAY)).to.equal(3);
    expect(count(at('10:00') - HOUR / 2, at('10:00'))).to.equal(1);
  });

  it('13: only series of metrics that an asset has; an asset without one gives none', () => {
    const written = withLayers(
      [constant(1)],
      {},
      {
        assets: [{ id: 'a', pattern: 'p' }, { id: 'b' }],
        streams: [
          { kind: 'metrics', to: 'metrics' },
          { kind: 'assets', to: 'assets' },
        ],
      },
    );
    const [values, assets] = planOf(scenarioOf(written)).streams;
    expect(values!.series.map(({ id }) => id)).to.deep.equal(['a/m']);
    expect(assets!.series.map(({ id }) => id)).to.deep.equal(['a', 'b']);
  });
});
