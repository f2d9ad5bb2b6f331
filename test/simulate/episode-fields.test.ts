import { expect } from 'chai';
import { createPlan } from '../../src/plan/plan.ts';
import { constant, valuesOf, withLayers } from '../support/metric.ts';
import { NOW, scenarioOf } from '../support/scenario.ts';

const boosted = (boost: object) =>
  withLayers(
    [constant(10)],
    {},
    {
      episodes: [
        {
          id: 'a',
          ...{ every: 'hour', for: '30m', label: 'x' },
          fields: { boost, twice: { case: '$boost', 2: 4, 3: 6 } },
          metrics: { m: [constant('$boost'), constant('$twice')] },
        },
      ],
    },
  );

describe('fields of an occurrence in its layers', () => {
  it('are those that its records show, drawn once for each', () => {
    const values = valuesOf(boosted({ one_of: [2, 3] }));
    const seen = new Set<number>();
    for (let hour = 0; hour < 24; hour++) {
      const start = Date.parse('2025-02-05T00:00Z') + hour * 3_600_000;
      const [at, later, after] = [start, start + 600_000, start + 1_800_000].map((t) =>
        values.at(new Date(t).toISOString().replace(':00.000Z', 'Z')),
      );
      expect(at).to.be.oneOf([16, 19]);
      expect(later).to.equal(at);
      expect(after).to.equal(10);
      seen.add(at!);
    }
    expect([...seen].sort()).to.deep.equal([16, 19]);
  });

  it('are part of what the series depends on', () => {
    const digest = (boost: object) =>
      createPlan(scenarioOf(boosted(boost)), { now: NOW }).streams.flatMap(({ series }) =>
        series.map((one) => one.digest),
      )[0];
    const fair = { one_of: [2, 3] };
    expect(digest(fair)).not.to.equal(digest({ one_of: [2, 2, 3] }));
    expect(digest(fair)).to.equal(digest(fair));
  });
});
