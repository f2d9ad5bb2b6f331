import { expect } from 'chai';
import { planOf, PMI, scenarioIn } from '../support/scenario.ts';
import {
  expectDependentsToGoDownTogether,
  expectJobsToFailInOutages,
  expectPollsToReadIncidents,
  expectRootsToBeThere,
  type Recorded,
  recordsOf,
} from './records.ts';

const scenario = scenarioIn(PMI);
const NO_LAG = { down: 0, up: 0 };

for (const seed of [42, 7]) {
  describe(`PMI agrees with itself (seed ${seed})`, () => {
    const plan = planOf(scenario, { seed });
    const dependencies = new Map(plan.assets.map(({ id, dependsOn }) => [id, dependsOn]));
    let records: Recorded;
    before(() => (records = recordsOf(plan, { status: 'availability_status', response: 'response_time_ms' })));
    after(() => (records = undefined as unknown as Recorded));

    it('every poll reads the worst of the incidents that cover it', () => {
      expect(records.polls.size).to.equal(32);
      expectPollsToReadIncidents(records);
    });

    it('a host that is down takes its services down at the same instant', () => {
      expectDependentsToGoDownTogether(records, dependencies);
    });

    it('what is inherited names its cause, and its root is in the stream', () => {
      expect(expectRootsToBeThere(records, dependencies, () => true, NO_LAG)).to.be.above(0);
    });

    it('a service under maintenance answers no poll with 100', () => {
      const nightly = records.incidents.filter(({ kind }) => kind === 'nightly_maintenance');
      expect(nightly.length).to.be.above(0);
      for (const { asset, start, end } of nightly) {
        const inside = records.polls.get(asset)!.filter(({ at }) => at >= start && at < end);
        expect(inside.every(({ value }) => value !== 100)).to.equal(true);
      }
    });
  });
}

describe('PMI agrees with itself', () => {
  it('a backup that starts inside an outage fails', () => {
    // An outage at the minute of a backup is rare: some years of nights, of the streams that are needed.
    const narrow = {
      ...scenario,
      streams: scenario.streams.filter(({ preset }) => preset !== 'metrics' && preset !== 'polls'),
    };
    const plan = planOf(narrow, { duration: 730 * 86_400_000 });
    expect(expectJobsToFailInOutages(recordsOf(plan, { status: '', response: '' }))).to.be.above(3);
  });
});
