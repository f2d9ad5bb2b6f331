/** A condition may look at another metric, whatever its grid is and whatever it looks back at: the law holds all the same. */
import { expect } from 'chai';
import fc from 'fast-check';
import { DAY, MINUTE, type Range } from '../../src/model/units.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { planOf, rowsOf, scenarioOf } from '../support/scenario.ts';

const looked = { metric: 'source', above: 50 };
const duration = fc.constantFrom('1m', '7m', '45m', '3h', '26h');

const written = fc
  .record({
    seed: fc.nat(1e9),
    /** The grid on which the metric has values. */
    every: fc.constantFrom(null, '10m', '7m', '6h', 'hour', 'day'),
    /** What makes its values, much of which began before. */
    source: fc.constantFrom(
      [{ kind: 'noise', sd: 40, correlation: '2h' }],
      [{ kind: 'spike', rate: '5/day', for: { uniform: ['1m', '5h'] }, add: 90 }],
      [{ kind: 'follow', metric: 'base', lag: '5h', window: '3h', pick: 'max' }],
      [{ kind: 'ramp', since: 'fault', slope: '20/h', max: '9h' }],
      [{ kind: 'constant', value: 90, when: { metric: 'base', above: 60 }, rise: '2h', fall: '30h' }],
    ),
    condition: fc.constantFrom<unknown>(
      looked,
      { not: looked },
      { any: [looked, { hours: '22:00-02:00' }] },
      { all: [{ metric: 'base', below: 70 }, { not: looked }] },
    ),
    rise: duration,
    fall: duration,
    follows: fc.boolean(),
  })
  .map(({ seed, every, source, condition, rise, fall, follows }) => ({
    version: 1,
    name: 'law',
    seed,
    timezone: 'Europe/Rome',
    time: { end: '2025-03-31T00:00:00Z', duration: '1d', step: '1m' },
    patterns: {
      p: {
        metrics: {
          base: {
            while_down: 'keep',
            layers: [
              { kind: 'constant', value: 50 },
              { kind: 'noise', sd: 30, correlation: '1h' },
            ],
          },
          source: { while_down: 'keep', ...(every === null ? {} : { every }), layers: source },
          faded: {
            while_down: 'keep',
            layers: [
              { kind: 'constant', value: 10 },
              { kind: 'constant', op: 'multiply', value: 5, when: condition, rise, fall },
              { kind: 'noise', sd: 1, when: condition },
              { kind: 'ramp', since: 'alert', slope: '1/h', max: '2d' },
            ],
          },
          rare: { while_down: 'keep', when: condition, layers: [{ kind: 'constant', value: 1 }] },
        },
      },
    },
    assets: [{ id: 'a', type: 'host', pattern: 'p' }],
    episodes: [
      { id: 'fault', rate: '2/day', for: '40m', state: 'down' },
      {
        id: 'alert',
        rate: '20/day',
        during: condition,
        for: { uniform: ['1m', '4h'] },
        state: 'degraded',
        metrics: { faded: [{ kind: 'constant', value: 3, rise: '5m', fall: '2h' }] },
      },
      ...(follows
        ? [
            {
              id: 'ticket',
              after: 'alert',
              lag: '3h',
              for: '1h',
              metrics: { faded: [{ kind: 'constant', value: 100 }] },
            },
          ]
        : []),
    ],
    streams: [
      { kind: 'metrics', to: 'metrics' },
      { kind: 'incidents', to: 'incidents' },
    ],
  }));

describe('the law, with conditions that look at a metric', function () {
  this.timeout(300_000);

  it('any range asked alone has the records of that range of the whole', () => {
    const inside = fc.tuple(fc.nat(3 * 1440 - 1), fc.integer({ min: 1, max: 1440 }));
    fc.assert(
      fc.property(written, inside, (text, [begin, length]) => {
        const scenario = scenarioOf(text);
        const { to } = planOf(scenario).period;
        const plan = planOf(scenario, { from: to - 3 * DAY, until: to });
        const from = plan.period.from + begin * MINUTE;
        const range: Range = { from, to: Math.min(to, from + length * MINUTE) };
        for (const stream of plan.streams.filter(({ kind }) => kind === 'metrics')) {
          const whole = rowsOf(createSimulation(plan), stream, plan.period).filter(
            ({ timestamp }) => Number(timestamp) >= range.from && Number(timestamp) < range.to,
          );
          const alone = rowsOf(createSimulation(plan), stream, range);
          expect(alone.map((row) => JSON.stringify(row)).sort()).to.deep.equal(
            whole.map((row) => JSON.stringify(row)).sort(),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
