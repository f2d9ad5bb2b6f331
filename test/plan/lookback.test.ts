import { expect } from 'chai';
import { SeedctlError } from '../../src/model/errors.ts';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
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

  it('is as long as the grid of what is followed is coarse', () => {
    const found = (every: Written, follow: Written, more: Written = {}) => {
      const slow = { ...every, layers: [constant(1)] };
      const m = { ...more, layers: [{ kind: 'follow', metric: 'slow', ...follow }] };
      return lookback([], { patterns: { p: { metrics: { slow, m } } } });
    };
    expect(found({ every: 'day', at: '03:00' }, {})).to.deep.equal({
      duration: 25 * HOUR,
      chain: ['a/m: follow', 'a/slow: every'],
    });
    expect(found({ every: 'day', at: '03:00' }, { lag: '2h' }).duration).to.equal(27 * HOUR);
    expect(found({ every: 'hour', at: '15m' }, {}).duration).to.equal(HOUR);
    expect(found({ every: 'week', at: 'sun 04:00' }, {}).duration).to.equal(169 * HOUR);
    expect(found({ every: 'month', at: '1 04:00' }, {}).duration).to.equal(31 * DAY + HOUR);
    // May has a 31st, June has none: the next one is that of July.
    expect(found({ every: 'month', at: '31 04:00' }, {}).duration).to.equal(62 * DAY + HOUR);
    expect(found({ every: '6h' }, {}).duration).to.equal(6 * HOUR);
    expect(found({ every: '6h' }, { window: '1h', pick: 'max' }).duration).to.equal(7 * HOUR);
    // On one grid, and at one tick, nothing is older than the tick.
    expect(found({ every: 'day', at: '03:00' }, {}, { every: 'day', at: '03:00' }).duration).to.equal(0);
    expect(found({}, {}).duration).to.equal(0);
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

  describe('of what a condition looks at', () => {
    const spike = { kind: 'spike', rate: '1/h', for: { uniform: ['1m', '30m'] }, add: 1 };
    const looked = { metric: 'source', above: 0 };
    const found = (m: Written, source: Written = {}, more: Written = {}) =>
      lookback([], { patterns: { p: { metrics: { source: { layers: [spike], ...source }, m } } }, ...more });

    it('is that of the metric, and how far a layer has risen or fallen', () => {
      const layer = constant(1, { when: { any: [looked, 'office'] }, rise: '10m', fall: '5m' });
      const office = { calendars: { office: { hours: '09:00-17:00' } } };
      expect(found({ layers: [layer] }, {}, office)).to.deep.equal({
        duration: 40 * MINUTE,
        chain: ['a/m: constant', 'a/source: spike'],
      });
    });

    it('is that of a record that is there only then', () => {
      const source = { every: 'day', at: '03:00', layers: [constant(1)] };
      expect(found({ layers: [constant(1)], when: { not: looked } }, source)).to.deep.equal({
        duration: 25 * HOUR,
        chain: ['a/m', 'a/source: every'],
      });
    });

    it('is that of an episode that begins only then, or more often then', () => {
      const effect = { m: [constant(1)] };
      const during = { id: 'e', rate: '1/h', during: looked, for: '2h', metrics: effect };
      expect(found({ layers: [constant(1)] }, {}, { episodes: [during] })).to.deep.equal({
        duration: 2.5 * HOUR,
        chain: ['a/m', 'a: e', 'a/source: spike'],
      });
      const often = { id: 'e', rate: { per: '1h', layers: [spike] }, for: '2h', metrics: effect };
      expect(found({ layers: [constant(1)] }, {}, { episodes: [often] })).to.deep.equal({
        duration: 2.5 * HOUR,
        chain: ['a/m', 'a: e', 'a: e: spike'],
      });
    });

    it('is refused where it is too far back', () => {
      const layers = [{ kind: 'follow', metric: 'slow', lag: '300d' }];
      const slow = { layers: [{ kind: 'follow', metric: 'source', lag: '200d' }] };
      const m = { layers: [constant(1, { when: { metric: 'far', above: 0 } })] };
      const patterns = { p: { metrics: { source: { layers: [constant(1)] }, slow, far: { layers }, m } } };
      expect(() => lookback([], { patterns }))
        .to.throw(SeedctlError)
        .with.property('code', 'lookback-too-long');
    });
  });
});
