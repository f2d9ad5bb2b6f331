import { expect } from 'chai';
import { prepare } from '../../src/run/prepare.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';

describe('the number of records', () => {
  // Records that are missing while an asset is down, that a condition or an episode leaves out, and times of a calendar.
  for (const name of [
    'scenarios/pmi-default',
    'scenarios/fitbit-generate',
    'scenarios/shops-across-dst',
    'templates/iot',
  ]) {
    it(`is told without a value, of each series alone: ${name}`, function () {
      this.timeout(120_000);
      const { plan } = prepare(`${name}.yaml`, { days: 2 }, Date.UTC(2025, 3, 1));
      const simulation = createSimulation(plan);
      let records = 0;
      for (const stream of plan.streams) {
        for (const series of stream.series.slice(0, 40)) {
          const group = { stream, series: [series], range: plan.period };
          let made = 0;
          for (const { count } of simulation.records(group, []).batches()) made += count;
          expect(simulation.count(group), series.id).to.equal(made);
          records += made;
        }
        const whole = simulation.count({ stream, series: stream.series, range: plan.period });
        expect(whole, stream.id).to.equal(stream.records);
      }
      expect(records).to.be.above(0);
    });
  }
});
