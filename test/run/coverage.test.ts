import { expect } from 'chai';
import { SeedctlError } from '../../src/model/errors.ts';
import { coverageOf } from '../../src/run/coverage.ts';
import { day, entry, plan, stream } from './plans.ts';

describe('what a target holds of a plan', () => {
  const metrics = stream('metrics', 'metrics', 'ab', day(0, 10));
  const planned = plan(day(0, 10), metrics);
  const refusal = (...ledger: Parameters<typeof coverageOf>[1]) => {
    try {
      coverageOf(planned, ledger, 'duckdb:x');
    } catch (error) {
      return error as SeedctlError;
    }
    throw new Error('it was not refused');
  };

  it('is the union of the ranges of each series, inside the period or not', () => {
    const ledger = [entry(metrics, 'ab', day(2, 4)), entry(metrics, 'a', day(4, 5)), entry(metrics, 'b', day(20, 30))];
    const { held } = coverageOf(planned, ledger, '');
    expect(held.get('metrics')?.get('a')).to.deep.equal([day(2, 5)]);
    expect(held.get('metrics')?.get('b')).to.deep.equal([day(2, 4), day(20, 30)]);
  });

  it('leaves and reports series that the scenario has no longer, and ignores streams that are not in the plan', () => {
    const other = stream('metrics', 'other', 'x', day(0, 10));
    const ledger = [entry(metrics, 'za', day(0, 1)), entry(other, 'x', day(0, 1))];
    const { orphans, entries } = coverageOf(planned, ledger, '');
    expect(orphans).to.deep.equal([{ stream: 'metrics', series: ['z'] }]);
    expect(entries).to.deep.equal([ledger[0]]);
  });

  const changed = [{ id: 'a', digest: 'another' }];
  const cases = [
    { cause: 'seed 3', way: '--seed 3', more: { series: changed, seed: 3 } },
    { cause: 'engine 9', way: 'the version of seedctl that wrote it', more: { series: changed, engine: 9 } },
    { cause: 'a definition', way: 'take the change back', more: { series: changed } },
  ];
  for (const { cause, way, more } of cases) {
    it(`is refused with other values to come: ${cause}`, () => {
      // Wherever it is held: another period of the same series would not continue it.
      const error = refusal(entry(metrics, 'a', day(40, 50), more));
      expect(error).to.be.instanceOf(SeedctlError);
      expect(error.exit).to.equal(4);
      expect(error.message).to.include('series a of stream metrics').and.include(cause);
      expect(error.next).to.include('--clean').and.include('--to').and.include(way);
      expect(error.place).to.equal('duckdb:x');
    });
  }

  it('is refused where the stream has moved to another table', () => {
    const error = refusal(entry(metrics, 'a', day(0, 1), { table: 'old' }));
    expect(error.exit).to.equal(4);
    expect(error.message).to.include('old');
  });
});
