import { expect } from 'chai';
import fc from 'fast-check';
import { planOf, scenarioOf } from '../support/scenario.ts';
import { type Estate, estate } from './arbitrary.ts';
import {
  byAsset,
  expectDependentsToGoDownTogether,
  expectJobsToFailInOutages,
  expectPollsToReadIncidents,
  expectRootsToBeThere,
  type Recorded,
  recordsOf,
} from './records.ts';

const made = ({ scenario }: Estate) => {
  const plan = planOf(scenarioOf(scenario));
  const dependencies = new Map(plan.assets.map(({ id, dependsOn }) => [id, dependsOn]));
  return { plan, dependencies, records: recordsOf(plan, { status: 'status', response: 'response' }) };
};

describe('generated scenarios agree with themselves', () => {
  it('polls read incidents, roots are there, dependents go down together, and jobs fail in outages', () => {
    const seen = { inherited: 0, together: 0, maintained: 0, failed: 0 };
    fc.assert(
      fc.property(estate, (written) => {
        const { records, dependencies } = made(written);
        expectPollsToReadIncidents(records);
        const lag = written.prompt ? { down: 0, up: 0 } : { down: 20 * 60_000, up: 6 * 60_000 };
        seen.inherited += expectRootsToBeThere(
          records,
          dependencies,
          (id) => written.whole || id.startsWith('svc'),
          lag,
        );
        if (written.prompt) {
          expectDependentsToGoDownTogether(records, dependencies);
          seen.together += 1;
        }
        seen.maintained += pollsUnderMaintenance(records);
        seen.failed += expectJobsToFailInOutages(records);
        for (const { start, end, id } of records.incidents) {
          expect(start < records.to && end > records.from, `${id} touches the period`).to.equal(true);
        }
      }),
      { numRuns: 50 },
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).to.be.above(0);
  });
});

/** Under maintenance no poll reads 100. */
function pollsUnderMaintenance({ incidents, polls }: Recorded): number {
  let inside = 0;
  for (const [asset, own] of byAsset(incidents.filter(({ kind }) => kind === 'maintenance'))) {
    for (const { at, value } of polls.get(asset) ?? []) {
      if (!own.some(({ start, end }) => start <= at && at < end)) continue;
      inside += 1;
      if (value === 100) expect.fail(`${asset} answers at ${new Date(at).toISOString()}`);
    }
  }
  return inside;
}
