import { expect } from 'chai';
import fc, { type Arbitrary } from 'fast-check';
import { episodeFields } from '../../src/language/grammar/episode.ts';
import { patternMetricFields } from '../../src/language/grammar/metric.ts';
import { timingFields } from '../../src/language/grammar/timing.ts';
import { layers } from '../../src/layers/registry.ts';
import { type Plan, type PlannedStream } from '../../src/model/plan.ts';
import { DAY, MINUTE, type Range } from '../../src/model/units.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { addFingerprints } from '../../src/simulate/fingerprint.ts';
import { linesOf, madeOf, planOf, type Row, rowsOf, scenarioOf } from '../support/scenario.ts';
import { readsMetrics, scenarioWith, STEP } from './arbitrary.ts';
import { emission, episodeKeys, timings } from './happenings.ts';

const WIDE = 2 * DAY;
/** The fingerprint of no record. */
const NOTHING = '0'.repeat(16);

/** Plans over a window around the scenario's own. */
function wide(written: object): Plan {
  const narrow = planOf(scenarioOf(written));
  return planOf(scenarioOf(written), { from: narrow.period.to - WIDE, until: narrow.period.to + DAY });
}

/** Many lines at once: compared as one text, and shown one by one only where they differ. */
function expectSame(found: readonly string[], expected: readonly string[]): void {
  if (found.join('\n') !== expected.join('\n')) expect(found).to.deep.equal(expected);
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

/** Scenarios of one kind; `apart`: no metric reads another, nothing happens more often with a finer step. */
type Scenarios = (apart: boolean) => Arbitrary<object>;

/** Any cut into cells gives the same records, whichever of them is made first. */
function anyCut(title: string, written: Arbitrary<object>, runs: number): void {
  it(title, () => {
    fc.assert(
      fc.property(written, share, (scenario, a) => {
        const plan = wide(scenario);
        const middle = inside(plan.period, 0, a).to;
        for (const stream of plan.streams.filter(({ kind: one }) => one !== 'assets')) {
          const simulation = createSimulation(plan);
          const { rows: whole, fingerprint } = madeOf(simulation, stream, plan.period);
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
                madeOf(simulation, stream, first, [series]),
                madeOf(simulation, stream, second, [series], [first]),
              ]);
            expectSame(lines(parts.flatMap(({ rows }) => rows)), lines(whole));
            const sum = parts.map((part) => part.fingerprint).reduce(addFingerprints, NOTHING);
            expect(sum).to.equal(fingerprint);
          }
        }
      }),
      { numRuns: runs },
    );
  });
}

/** The laws, whatever the scenarios are made of. */
function laws(title: string, scenarios: Scenarios, runs: number, finer: boolean): void {
  describe(`the law, with ${title}`, () => {
    const written = scenarios(false);
    it('any window gives the same values, and the plan counts them exactly', () => {
      fc.assert(
        fc.property(written, share, share, (scenario, a, b) => {
          const plan = wide(scenario);
          const range = inside(plan.period, a, b);
          const stream = metricsOf(plan);
          const whole = rowsOf(createSimulation(plan), stream, plan.period);
          expect(whole.length).to.equal(stream.records);
          const cut = whole.filter(({ timestamp }) => Number(timestamp) >= range.from && Number(timestamp) < range.to);
          expectSame(lines(rowsOf(createSimulation(plan), stream, range)), lines(cut));
        }),
        { numRuns: runs },
      );
    });

    anyCut('any cut into cells gives the same records and the same sum of fingerprints', written, runs);

    it('assets reordered, added or removed change no other', () => {
      fc.assert(
        fc.property(written, (scenario) => {
          const { assets } = scenario as { assets: { id: string }[] };
          const all = linesOf(planOf(scenarioOf(scenario)));
          const [host, one, two] = assets;
          const more = { ...two!, id: 'three' };
          expectSame(linesOf(planOf(scenarioOf({ ...scenario, assets: [two, host, one] }))), all);
          const grown = linesOf(planOf(scenarioOf({ ...scenario, assets: [more, host, one, two] })));
          expectSame(
            grown.filter((line) => !line.includes('"three"') && !line.includes('"three/')),
            all,
          );
          const shrunk = linesOf(planOf(scenarioOf({ ...scenario, assets: [host, two] })));
          expectSame(
            shrunk,
            all.filter((line) => !line.includes('"one"') && !line.includes('"one/')),
          );
        }),
        { numRuns: Math.ceil(runs / 2) },
      );
    });

    // What follows reads the latest tick of its own grid, which a finer step brings nearer.
    if (!finer) return;
    it('a finer step only adds points', () => {
      fc.assert(
        fc.property(scenarios(true), (scenario) => {
          const { time } = scenario as { time: object };
          const [coarse, fine] = [STEP, '30s'].map((step) =>
            planOf(scenarioOf({ ...scenario, time: { ...time, step } })),
          );
          // Metrics with a grid of their own may have points that lie on neither.
          const common = (plan: Plan) =>
            rowsOf(createSimulation(plan), metricsOf(plan), plan.period).filter(
              ({ timestamp }) => Number(timestamp) % coarse!.step === 0,
            );
          expectSame(lines(common(fine!)), lines(common(coarse!)));
        }),
        { numRuns: Math.ceil(runs / 2) },
      );
    });
  });
}

for (const kind of layers) {
  laws(`${kind.kind} layers`, (apart) => scenarioWith(kind, apart), 8, !readsMetrics(kind.fields));
}

describe('the law, with every timing', () => {
  for (const timing of timings) anyCut(JSON.stringify(timing), scenarioWith(layers[0]!, false, timing), 1);
});

describe('the law, of the whole language', () => {
  const used = (parts: readonly object[]) => new Set(parts.flatMap((part) => Object.keys(part)));
  const left = (fields: object, keys: Iterable<string>) => {
    const known = new Set(keys);
    return Object.keys(fields).filter((key) => !known.has(key));
  };

  it('every key of a timing takes part', () => {
    expect(left(timingFields, used(timings))).to.deep.equal([]);
  });

  it('every key of an episode takes part', () => {
    expect(left(episodeFields, [...episodeKeys, 'schedule'])).to.deep.equal([]);
  });

  it('every key of a metric that says what is recorded takes part', () => {
    // The others are words for people, or tried where values are rounded; `every` of the calendar may say `at`.
    const words = ['unit', 'summary', 'layers', 'resolution', 'round', 'at'];
    expect(left(patternMetricFields, [...Object.keys(emission), 'emit', ...words])).to.deep.equal([]);
  });
});

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
