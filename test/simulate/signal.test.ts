import { expect } from 'chai';
import { constant, valuesOf, withLayers, type Written } from '../support/metric.ts';

const NOON = '2025-02-05T12:00Z';
const noise = (more: Written = {}): Written => ({ kind: 'noise', sd: 2, ...more });
const always = { every: 'day', at: '00:00', for: '24h' };

describe('signals', () => {
  it('1: pattern layers from top to bottom, then episodes’ layers, then clamp, then round', () => {
    const layers = [constant(2), constant(10), constant(3, { op: 'multiply' }), constant(1)];
    expect(valuesOf(withLayers(layers)).at(NOON)).to.equal(37);
    const episode = (id: string, layer: Written) => ({ id, ...always, metrics: { m: [layer] } });
    const written = withLayers(
      layers,
      {},
      {
        patterns: {
          second: { episodes: [episode('b', constant(1))] },
          first: { metrics: { m: { layers } }, episodes: [episode('c', constant(10, { op: 'multiply' }))] },
        },
        assets: [{ id: 'a', pattern: ['first', 'second'] }],
        episodes: [episode('a', constant(2, { op: 'multiply' }))],
      },
    );
    // (37 · 10 + 1) · 2: the patterns in the list's order, then the file.
    expect(valuesOf(written).at(NOON)).to.equal(742);
    const clamped = withLayers([constant(7.26)], { clamp: [0, 7.2], decimals: 1 });
    expect(valuesOf(clamped).at(NOON)).to.equal(7.2);
    const over = withLayers([constant(500), constant(-450)], { clamp: [0, 100] });
    expect(valuesOf(over).at(NOON), 'no clamp between layers').to.equal(50);
  });

  it('2: op is add by default; where `when` is false the input is untouched; set replaces all above it', () => {
    const evening = { when: { hours: '18:00-20:00' } };
    const layers = [
      constant(5),
      constant(3),
      constant(9, { op: 'set', ...evening }),
      constant(0, { op: 'multiply', ...evening }),
      constant(1),
    ];
    const values = valuesOf(withLayers(layers));
    expect(values.at(NOON)).to.equal(9);
    expect(values.at('2025-02-05T19:00Z')).to.equal(1);
  });

  it('2: min and max bound what the layers above have made', () => {
    expect(valuesOf(withLayers([constant(5), constant(3, { op: 'min' })])).at(NOON)).to.equal(3);
    expect(valuesOf(withLayers([constant(5), constant(8, { op: 'max' })])).at(NOON)).to.equal(8);
    expect(valuesOf(withLayers([constant(5), constant(8, { op: 'min' })])).at(NOON)).to.equal(5);
  });

  it('3: rise runs from the window’s start, inside; fall after its end, outside', () => {
    const layer = constant(60, { op: 'set', when: { hours: '09:00-17:00' }, rise: '30m', fall: '1h' });
    const values = valuesOf(withLayers([constant(0), layer]));
    const day = (time: string) => values.at(`2025-02-05T${time}Z`);
    expect([day('08:59'), day('09:00'), day('09:15'), day('09:30')]).to.deep.equal([0, 0, 30, 60]);
    expect([day('16:59'), day('17:00'), day('17:30'), day('18:00')]).to.deep.equal([60, 60, 30, 0]);
  });

  it('12: a layer’s key is its id, else kind and ordinal among its kind; pattern and file names are in no key', () => {
    const base = valuesOf(withLayers([noise(), noise()])).all();
    const same = [
      withLayers([noise(), constant(0), noise()]),
      withLayers([noise(), noise()], {}, { name: 'other' }),
      withLayers(
        [],
        {},
        {
          patterns: { other: { metrics: { m: { layers: [noise(), noise()] } } } },
          assets: [{ id: 'a', pattern: 'other' }],
        },
      ),
    ];
    for (const written of same) expect(valuesOf(written).all()).to.deep.equal(base);
    const named = valuesOf(withLayers([noise({ id: 'x' }), noise({ id: 'y' })])).all();
    expect(named).to.not.deep.equal(base);
    expect(valuesOf(withLayers([noise({ id: 'y' }), noise({ id: 'x' })])).all()).to.deep.equal(named);
  });

  it('12: the same layer of another asset, metric or seed draws anew', () => {
    const assets = [
      { id: 'a', pattern: 'p' },
      { id: 'b', pattern: 'p' },
    ];
    const written = withLayers([noise()], {}, { assets });
    const base = valuesOf(written).all();
    expect(valuesOf(written, { asset: 'b' }).all()).to.not.deep.equal(base);
    expect(valuesOf(written, { seed: 2 }).all()).to.not.deep.equal(base);
    const two = withLayers(
      [],
      {},
      { patterns: { p: { metrics: { m: { layers: [noise()] }, n: { layers: [noise()] } } } } },
    );
    expect(valuesOf(two).all()).to.deep.equal(base);
    expect(valuesOf(two, { metric: 'n' }).all()).to.not.deep.equal(base);
  });

  it('13: a value is a finite number, whatever the layers make of it', () => {
    const huge = constant(1e308);
    const cases = [
      [huge, constant(1e308, { op: 'multiply' })],
      [huge, constant(-1e308, { op: 'multiply' })],
      [huge, huge, constant(0, { op: 'multiply' })],
      [huge, constant(10, { op: 'multiply' }), { kind: 'follow', metric: 'other', gain: 1e308 }],
    ];
    for (const layers of cases) {
      for (const metric of [
        {},
        { resolution: 0.25 },
        { round: 'up', decimals: 15 },
        { resolution: 4096, round: 'up' },
      ]) {
        const written = withLayers(
          [],
          {},
          {
            patterns: { p: { metrics: { other: { layers: [constant(-1e300)] }, m: { layers, ...metric } } } },
          },
        );
        expect(valuesOf(written).all().every(Number.isFinite), JSON.stringify([layers, metric])).to.equal(true);
      }
    }
  });

  it('a layer of an episode with `layer` acts on that layer’s contribution alone', () => {
    const written = withLayers(
      [constant(10, { id: 'base' }), constant(4, { id: 'extra' })],
      {},
      {
        episodes: [{ id: 'e', ...always, metrics: { m: [constant(3, { op: 'multiply', layer: 'extra' })] } }],
      },
    );
    expect(valuesOf(written).at(NOON)).to.equal(22);
  });

  it('29: while_down is missing by default: a dead host reports nothing; zero and keep have their record', () => {
    const outage = { downtime: [{ id: 'd', every: 'day', at: '10:00', for: '30m' }] };
    const of = (metric: Written) => valuesOf(withLayers([constant(5)], metric, outage));
    const times = ['09:59', '10:00', '10:29', '10:30'].map((time) => `2025-02-05T${time}Z`);
    expect(times.map(of({}).at)).to.deep.equal([5, null, null, 5]);
    expect(times.map(of({ while_down: 'zero' }).at)).to.deep.equal([5, 0, 0, 5]);
    expect(times.map(of({ while_down: 'keep' }).at)).to.deep.equal([5, 5, 5, 5]);
  });

  it('emission: on a grid of its own, only while a condition holds, and not at all for a helper', () => {
    const every = valuesOf(withLayers([constant(1)], { every: '5m' }));
    expect(every.all().length).to.equal((7 * 1440) / 5);
    expect(every.at('2025-02-05T10:05Z')).to.equal(1);
    expect(every.at('2025-02-05T10:06Z')).to.equal(null);
    const when = valuesOf(withLayers([constant(1)], { when: { days: 'mon', hours: '10:00-11:00' } }));
    expect(when.all().length).to.equal(60);
    expect(when.plan.records).to.equal(60);
    const helper = withLayers(
      [constant(1)],
      {},
      {
        patterns: {
          p: {
            metrics: { h: { layers: [constant(2)], emit: false }, m: { layers: [{ kind: 'follow', metric: 'h' }] } },
          },
        },
      },
    );
    expect(valuesOf(helper).at(NOON)).to.equal(2);
    expect(valuesOf(helper, { metric: 'h' }).all()).to.deep.equal([]);
  });
});
