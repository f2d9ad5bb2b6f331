import { expect } from 'chai';
import { SeedctlError } from '../../src/model/errors.ts';
import { HOUR, MINUTE } from '../../src/model/units.ts';
import { constant, withLayers, type Written } from '../support/metric.ts';
import { planOf, scenarioOf } from '../support/scenario.ts';

const lookback = (layers: readonly Written[], more: Written = {}) =>
  planOf(scenarioOf(withLayers(layers, {}, more))).lookback;

describe('lookback', () => {
  it('is nothing where a value needs only its own instant', () => {
    expect(lookback([constant(1), { kind: 'noise', sd: 1, correlation: '1h' }])).to.deep.equal({
      duration: 0,
      chain: [],
    });
  });

  it('is the longest that an episode lasts, with its fall', () => {
    const episodes = [
      { id: 'e', rate: '1/h', for: { uniform: ['1m', '40m'] }, metrics: { m: [constant(1, { fall: '5m' })] } },
    ];
    expect(lookback([constant(1)], { episodes })).to.deep.equal({ duration: 45 * MINUTE, chain: ['a/m', 'a: e'] });
  });

  it('adds up along references, and names the chain', () => {
    const found = lookback([], {
      patterns: {
        p: {
          metrics: {
            one: { layers: [{ kind: 'spike', rate: '1/h', for: { uniform: ['1m', '30m'] }, add: 1 }] },
            two: { layers: [{ kind: 'follow', metric: 'one', lag: '2h' }] },
            m: { layers: [{ kind: 'follow', metric: 'two', lag: '1h' }] },
          },
        },
      },
    });
    expect(found).to.deep.equal({
      duration: 3 * HOUR + 30 * MINUTE,
      chain: ['a/m: follow', 'a/two: follow', 'a/one: spike'],
    });
  });

  it('adds the lags of dependencies', () => {
    const found = lookback([constant(1)], {
      assets: [
        { id: 'host', type: 'host' },
        { id: 'a', parent: 'host', pattern: 'p' },
      ],
      episodes: [{ id: 'e', select: { type: 'host' }, rate: '1/day', for: '3h', state: 'down' }],
      dependencies: [{ select: { ids: ['a'] }, up_after: { uniform: ['2m', '6m'] } }],
    });
    expect(found).to.deep.equal({ duration: 3 * HOUR + 6 * MINUTE, chain: ['a depends on host', 'host: e'] });
  });

  it('over 400 days is an error that names the chain', () => {
    // Each is within the limit: the language says of one what the plan says of their sum.
    const episodes = [
      { id: 'ice_age', select: { type: 'host' }, rate: '1/year', for: { uniform: ['1d', '399d'] }, state: 'down' },
    ];
    const more = {
      assets: [
        { id: 'host', type: 'host' },
        { id: 'a', parent: 'host', pattern: 'p' },
      ],
      dependencies: [{ select: { ids: ['a'] }, up_after: '2d' }],
    };
    let error: SeedctlError | null = null;
    try {
      lookback([constant(1)], { episodes, ...more });
    } catch (thrown) {
      error = thrown as SeedctlError;
    }
    expect(error).to.be.instanceOf(SeedctlError);
    expect([error!.code, error!.exit]).to.deep.equal(['lookback-too-long', 3]);
    expect(error!.message).to.include('401 days').and.to.include('host: ice_age');
  });

  it('is enough: what began at its very end still acts', () => {
    // Every day for 47 h: two overlap at any time, and a window of one tick sees both.
    const written = withLayers(
      [constant(0)],
      {},
      {
        time: { start: '2025-02-05T22:00Z', duration: '1m', step: '1m' },
        episodes: [{ id: 'e', every: 'day', at: '00:00', for: '47h', metrics: { m: [constant(1)] } }],
      },
    );
    expect(planOf(scenarioOf(written)).lookback.duration).to.equal(47 * HOUR);
  });
});
