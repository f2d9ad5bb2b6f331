import { expect } from 'chai';
import fc from 'fast-check';
import { layers } from '../../src/layers/registry.ts';
import { type Plan, type PlannedStream } from '../../src/model/plan.ts';
import { DAY, MINUTE, type Range } from '../../src/model/units.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { linesOf, planOf, type Row, rowsOf, scenarioOf } from '../support/scenario.ts';
import { readsMetrics, scenarioWith } from './arbitrary.ts';

const RUNS = { numRuns: 12 };
const WIDE = 6 * DAY;

/** Plans over a window around the scenario's own. */
function wide(written: object): Plan {
  const narrow = planOf(scenarioOf(written));
  return planOf(scenarioOf(written), { from: narrow.period.to - WIDE, until: narrow.period.to + DAY });
}

const lines = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();

/** A range inside another, on any minute. */
function inside({ from, to }: Range, a: number, b: number): Range {
  const minutes = (to - from) / MINUTE;
  const [low, high] = [Math.min(a, b), Math.max(a, b)].map((share) => from + Math.floor(share * minutes) * MINUTE);
  return { from: low!, to: high! };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const metricsOf = (plan: Plan): PlannedStream => plan.streams.find((stream) => stream.kind === 'metrics')!;

for (const kind of layers) {
  describe(`the law, with ${kind.kind} layers`, () => {
    it('any window gives the same values, and the plan counts them exactly', () => {
      fc.assert(
        fc.property(scenarioWith(kind), share, share, (written, a, b) => {
          const plan = wide(written);
          const range = inside(plan.period, a, b);
          const stream = metricsOf(plan);
          const whole = rowsOf(createSimulation(plan), stream, plan.period);
          expect(whole.length).to.equal(stream.records);
          const cut = whole.filter(({ timestamp }) => Number(timestamp) >= range.from && Number(timestamp) < range.to);
          expect(lines(rowsOf(createSimulation(plan), stream, range))).to.deep.equal(lines(cut));
        }),
        RUNS,
      );
    });

    it('any cut into cells gives the same records and the same sum of fingerprints', () => {
      fc.assert(
        fc.property(scenarioWith(kind), share, (written, a) => {
          const plan = wide(written);
          const middle = inside(plan.period, 0, a).to;
          for (const stream of plan.streams.filter(({ kind: one }) => one !== 'assets')) {
            const simulation = createSimulation(plan);
            const whole = rowsOf(simulation, stream, plan.period);
            expect(whole.length).to.equal(stream.records);
            if (middle === plan.period.from || middle === plan.period.to) continue;
            const before = { from: plan.period.from, to: middle };
            const after = { from: middle, to: plan.period.to };
            // Forwards and backwards: an occurrence belongs to the range that is covered first.
            for (const [first, second] of [
              [before, after],
              [after, before],
            ] as const) {
              const parts = stream.series
                .toReversed()
                .flatMap((series) => [
                  ...rowsOf(simulation, stream, first, [series]),
                  ...rowsOf(simulation, stream, second, [series], [first]),
                ]);
              expect(lines(parts)).to.deep.equal(lines(whole));
            }
          }
        }),
        RUNS,
      );
    });

    it('assets reordered, added or removed change no other', () => {
      fc.assert(
        fc.property(scenarioWith(kind), (written) => {
          const { assets } = written as { assets: { id: string }[] };
          const all = linesOf(planOf(scenarioOf(written)));
          const [host, one, two] = assets;
          const more = { ...two!, id: 'three' };
          expect(linesOf(planOf(scenarioOf({ ...written, assets: [two, host, one] })))).to.deep.equal(all);
          const grown = linesOf(planOf(scenarioOf({ ...written, assets: [more, host, one, two] })));
          expect(grown.filter((line) => !line.includes('"three"') && !line.includes('"three/'))).to.deep.equal(all);
          const shrunk = linesOf(planOf(scenarioOf({ ...written, assets: [host, two] })));
          expect(shrunk).to.deep.equal(all.filter((line) => !line.includes('"one"') && !line.includes('"one/')));
        }),
        { numRuns: 6 },
      );
    });

    // What follows reads the latest tick of its own grid, which a finer step brings nearer.
    if (readsMetrics(kind.fields)) return;
    it('a finer step only adds points', () => {
      fc.assert(
        fc.property(scenarioWith(kind, true), (written) => {
          const { time } = written as { time: object };
          const [coarse, fine] = ['1m', '20s'].map((step) =>
            planOf(scenarioOf({ ...written, time: { ...time, step } })),
          );
          const rows = rowsOf(createSimulation(fine!), metricsOf(fine!), fine!.period);
          const kept = rows.filter(({ timestamp }) => Number(timestamp) % MINUTE === 0);
          const expected = rowsOf(createSimulation(coarse!), metricsOf(coarse!), coarse!.period);
          expect(lines(kept)).to.deep.equal(lines(expected));
        }),
        { numRuns: 6 },
      );
    });
  });
}

describe('the law, on any host', () => {
  it('time zone and locale of the host change nothing', () => {
    const { TZ, LANG } = process.env;
    const written = fc.sample(scenarioWith(layers[1]!), { numRuns: 1, seed: 7 })[0]!;
    const expected = linesOf(planOf(scenarioOf(written)));
    try {
      for (const zone of ['Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia']) {
        process.env.TZ = zone;
        process.env.LANG = 'tr_TR.UTF-8';
        expect(linesOf(planOf(scenarioOf(written)))).to.deep.equal(expected);
      }
    } finally {
      process.env.TZ = TZ;
      process.env.LANG = LANG;
    }
  });

  it('the seed changes every stream that is drawn', () => {
    const written = fc.sample(scenarioWith(layers.find(({ kind }) => kind === 'noise')!), { numRuns: 1, seed: 3 })[0]!;
    const of = (seed: number) => {
      const plan = planOf(scenarioOf({ ...written, seed }));
      return metricsOf(plan).series.map(({ digest }) => digest);
    };
    expect(of(1)).to.deep.equal(of(1));
    for (const [i, digest] of of(2).entries()) expect(digest).to.not.equal(of(1)[i]);
  });
});
