import { expect } from 'chai';
import { DAY } from '../../../src/model/units.ts';
import { passesOf } from '../../../src/run/verify/passes.ts';
import { PMI, planOf, scenarioIn, streamOf } from '../../support/scenario.ts';

describe('passes of a verification', () => {
  const plan = planOf(scenarioIn(PMI));

  it('are one for the streams of metrics of a table, with the keys of all', () => {
    const passOf = passesOf(plan);
    const [metrics, polls] = ['metrics', 'polls'].map((id) => streamOf(plan, id));
    const pass = passOf(metrics!)!;
    expect(passOf(polls!)).to.equal(pass);
    expect(pass.keys).to.have.length(metrics!.series.length + polls!.series.length);
    expect(pass.range).to.equal(plan.period);
  });

  it('are none where there would be too many cells to keep', () => {
    const { to } = plan.period;
    const passOf = passesOf({ ...plan, period: { from: to - 6000 * DAY, to } });
    expect(passOf(streamOf(plan, 'metrics'))).to.equal(undefined);
  });
});
