import { expect } from 'chai';
import fc from 'fast-check';
import { Exit, SeedctlError } from '../../src/model/errors.ts';
import type { LedgerEntry } from '../../src/model/ledger.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Range } from '../../src/model/units.ts';
import type { GroupWork, Target } from '../../src/sinks/sink.ts';
import type { Simulation } from '../../src/simulate/simulation.ts';
import { coverageOf } from '../../src/run/coverage.ts';
import { execute, interrupted, type Interruption } from '../../src/run/execute.ts';
import { groupsOf } from '../../src/run/groups.ts';
import { add, presentIn } from '../../src/run/tally.ts';
import { day, plan, stream } from './plans.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const never: Interruption = {
  stopping: new AbortController().signal,
  aborting: new AbortController().signal,
  exit: () => Exit.interrupted,
};

/** Occurrences of every series: from, to, in days. */
const occurrences = Array.from({ length: 12 }, (_, i) => day(i * 0.8 - 1, i * 0.8 + (i % 3) * 1.3));

/** Each occurrence is a record, with a fingerprint of its own, by the rule that a simulation keeps. */
const simulation = {
  records({ series, range }: { series: readonly { id: string }[]; range: Range }, covered: readonly Range[]) {
    const touches = (a: Range, b: Range) => a.from < b.to && (a.to > b.from || a.from === b.from);
    const mine = occurrences.flatMap((one, i) =>
      touches(one, range) && !covered.some((other) => touches(one, other)) ? [i] : [],
    );
    const ids = series.flatMap(({ id }) => mine.map((i) => id.charCodeAt(0) * 1000 + i));
    return {
      batches: () => [{ count: ids.length } as never],
      result: () => ({
        records: ids.length,
        fingerprint: ids
          .reduce((sum, id) => sum + id, 0)
          .toString(16)
          .padStart(16, '0'),
      }),
    };
  },
} as unknown as Simulation;

/** A target in memory; `failAt` counts its writes. */
function memory(ledger: LedgerEntry[], failAt = Infinity): Pick<Target, 'write'> {
  let writes = 0;
  return {
    async write({ group, batches, result }: GroupWork) {
      if (++writes > failAt) throw new SeedctlError({ code: 'lost', exit: Exit.unreachable, message: 'gone' });
      expect(Array.from(batches())).to.have.length(1);
      await Promise.resolve();
      const { stream: of, series, range } = group;
      ledger.push({
        scenario: 'farm',
        stream: of.id,
        table: of.table.name,
        seed: 7,
        engine: 1,
        range,
        series,
        ...result(),
        writtenAt: null,
      });
    },
  };
}

async function runOnce(planned: Plan, ledger: LedgerEntry[], size: number, failAt?: number, workers = 2) {
  const coverage = coverageOf(planned, ledger, '');
  const present = presentIn(planned, coverage, simulation);
  const works = groupsOf(planned, coverage, size);
  const target = memory(ledger, failAt) as Target;
  const progress = { batch() {} };
  const written = await execute({ target, simulation, works, workers, interruption: never, progress, log: silent });
  return planned.streams.map(({ id }) => {
    const there = present.get(id)!;
    const added = written.get(id) ?? { records: 0, fingerprint: '0'.repeat(16) };
    const all = there.total ?? add(added, there);
    return { written: added.records, present: there.records, all };
  });
}

describe('an interruption', () => {
  it('says how much is there', () => {
    const said = [0, 1, 1200].map((records) => interrupted(never, records).safe);
    expect(said).to.deep.equal([
      'nothing was written by this run',
      '1 record of this run is in the target, whole groups only',
      '1,200 records of this run are in the target, whole groups only',
    ]);
  });
});

describe('an execution', () => {
  const events = (from: number, to: number) => plan(day(from, to), stream('events', 'events', 'abc', day(from, to)));

  it('that is broken anywhere and started again ends with what an unbroken one has', async () => {
    const oracle = await runOnce(events(0, 8), [], 1e9);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.array(fc.nat(6), { maxLength: 4 }), async (size, stops) => {
        const ledger: LedgerEntry[] = [];
        for (const stop of stops) await runOnce(events(0, 8), ledger, size, stop).catch(() => null);
        const [end] = await runOnce(events(0, 8), ledger, size);
        expect(end?.all).to.deep.equal(oracle[0]?.all);
        expect(end!.written + end!.present).to.equal(oracle[0]?.written);
      }),
    );
  });

  it('over windows that grow either way neither loses nor repeats an occurrence', async () => {
    const window = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 4 }));
    await fc.assert(
      fc.asyncProperty(fc.array(window, { maxLength: 4 }), fc.integer({ min: 1, max: 30 }), async (windows, size) => {
        const ledger: LedgerEntry[] = [];
        for (const [from, length] of [...windows, [0, 10] as const]) {
          const planned = events(from, from + length);
          const [end] = await runOnce(planned, ledger, size);
          const [oracle] = await runOnce(planned, [], 1e9);
          expect(end?.all).to.deep.equal(oracle?.all);
          expect(end!.written + end!.present).to.equal(oracle?.written);
        }
      }),
    );
  });

  it('writes nothing the second time, and believes the ledger', async () => {
    const ledger: LedgerEntry[] = [];
    const [first] = await runOnce(events(0, 8), ledger, 7);
    const [second] = await runOnce(events(0, 8), ledger, 1000);
    expect(second).to.deep.equal({ written: 0, present: first?.written, all: first?.all });
  });

  it('says how many records are there when it is stopped, and begins no other group', async () => {
    const stop = new AbortController();
    const ledger: LedgerEntry[] = [];
    const planned = plan(day(0, 8), stream('metrics', 'm', 'abcd', day(0, 8)));
    const target = memory(ledger);
    const works = groupsOf(planned, coverageOf(planned, [], ''), 8 * 1440);
    const write = async (work: GroupWork) => {
      await target.write(work);
      if (ledger.length === 2) stop.abort();
    };
    const run = execute({
      target: { write } as Target,
      simulation,
      works,
      workers: 1,
      interruption: { ...never, stopping: stop.signal, exit: () => Exit.terminated },
      progress: { batch() {} },
      log: silent,
    });
    const error = await run.then(
      () => null,
      (reason: unknown) => reason as SeedctlError,
    );
    expect(ledger).to.have.length(2);
    expect(error?.exit).to.equal(143);
    expect(error?.safe).to.match(/^\d+ records/);
  });

  it('lets a target pull a group again, and shows and counts it once', async () => {
    const planned = events(0, 8);
    const target = {
      write: ({ batches }: GroupWork) => {
        batches()[Symbol.iterator]().next();
        expect(Array.from(batches())).to.have.length(1);
        return Promise.resolve();
      },
    } as unknown as Target;
    const works = groupsOf(planned, coverageOf(planned, [], ''), 1e9);
    let shown = 0;
    const progress = {
      batch() {
        shown++;
      },
    };
    const written = await execute({
      target,
      simulation,
      works,
      workers: 1,
      interruption: never,
      progress,
      log: silent,
    });
    const [oracle] = await runOnce(planned, [], 1e9);
    expect(written.get('events')).to.deep.include({ ...oracle?.all });
    expect(shown).to.equal(works.length);
  });

  it('fails with what the target said, after groups in flight have ended', async () => {
    const ledger: LedgerEntry[] = [];
    const planned = plan(day(0, 8), stream('metrics', 'm', 'abcdefgh', day(0, 8)));
    const error = await runOnce(planned, ledger, 8 * 1440, 3).catch((reason: unknown) => reason as SeedctlError);
    expect(error).to.have.property('code', 'lost');
    expect(ledger).to.have.length(3);
  });
});
