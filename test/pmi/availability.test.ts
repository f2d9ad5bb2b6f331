import { expect } from 'chai';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { planOf, type Row, rowsOf, streamOf } from '../support/scenario.ts';
import { DAYS, inRome, MACHINES, MINUTES_A_DAY, pmi, type PmiData, readPmi, SEEDS, weekdayOf } from './data.ts';
import { holds, holdsCount, meanOf, secondMomentOfLognormal, SIX } from './expectation.ts';

const TICKS = DAYS * MINUTES_A_DAY;
const MINUTE = 60_000;

/** As declared: lognormal repairs with sigma 1, cut at 20 times their mean. */
const RULES = {
  service: { uptime: 0.995, mean: 8, degraded: 0.3, second: secondMomentOfLognormal(8, 1, 160) },
  machine: { uptime: 0.999, mean: 12, degraded: 0, second: secondMomentOfLognormal(12, 1, 240) },
};
/** Without the streams that take their time to count. */
const faultsOnly = { ...pmi, streams: pmi.streams.filter(({ id }) => id === 'incidents') };
const ruleOf = (asset: string) => (MACHINES.includes(asset) ? RULES.machine : RULES.service);
const NIGHTLY = ['svc-mysql-101', 'svc-tomcat-103', 'svc-gitlab-104', 'svc-samba-02'];

interface Incident {
  readonly asset: string;
  readonly kind: string;
  readonly planned: boolean;
  readonly state: string;
  readonly start: number;
  readonly end: number;
  readonly own: boolean;
}

const incidentOf = (row: Row): Incident => ({
  asset: row.asset_id as string,
  kind: row.kind as string,
  planned: row.planned === true,
  state: row.state as string,
  start: Number(row.start),
  end: Number(row.end),
  own: row.root_incident_id === null,
});

/** Time in minutes that at least one of the windows covers, clipped to the period. */
function covered(windows: readonly Incident[], from: number, to: number): number {
  let [sum, reached] = [0, from];
  for (const { start, end } of [...windows].sort((a, b) => a.start - b.start)) {
    const low = Math.max(start, reached);
    const high = Math.min(end, to);
    if (high > low) sum += high - low;
    reached = Math.max(reached, high);
  }
  return sum / MINUTE;
}

describe('PMI: availability', () => {
  let all: readonly PmiData[];
  let polled: readonly string[];
  before(() => {
    all = SEEDS.map((seed) => readPmi(seed, ['polls']));
    polled = [...new Set(streamOf(all[0]!.plan, 'polls').series.map(({ asset }) => asset))];
  });
  after(() => (all = []));

  it('a poll reads 100, 50 or 0, all of them', () => {
    const seen = new Set<number>();
    for (const data of all) {
      for (const asset of polled) for (const value of data.values(asset, 'availability_status')) seen.add(value);
    }
    expect([...seen].sort((a, b) => a - b)).to.deep.equal([0, 50, 100]);
  });

  it('the response time belongs to the state: 5,000 ms when down, six times the usual when degraded', () => {
    const logs = { up: { n: 0, sum: 0, squares: 0 }, degraded: { n: 0, sum: 0, squares: 0 } };
    const usual: number[] = [];
    let [centres, strange] = [0, 0];
    for (const data of all) {
      for (const asset of polled) {
        const status = data.values(asset, 'availability_status');
        const response = data.values(asset, 'response_time_ms');
        const up: number[] = [];
        for (let i = 0; i < TICKS; i++) {
          if (!(response[i]! >= 1 && response[i]! <= 5000)) strange += 1;
          if (status[i] === 0 && response[i] !== 5000) strange += 1;
          if (status[i] === 100) up.push(Math.log(response[i]!));
        }
        const median = meanOf(up);
        usual.push(median);
        centres += 0.35 ** 2 / up.length;
        for (let i = 0; i < TICKS; i++) {
          if (status[i] === 0) continue;
          const log = logs[status[i] === 50 ? 'degraded' : 'up'];
          const distance = Math.log(response[i]!) - median;
          log.n += 1;
          log.sum += distance;
          log.squares += distance * distance;
        }
      }
    }
    expect(strange, 'outside [1, 5000], or down and not 5000').to.equal(0);
    const { up, degraded } = logs;
    expect(degraded.n).to.be.above(100);
    // Each asset's median is itself known to 0.35/√n only.
    const error = Math.sqrt(0.35 ** 2 / degraded.n + centres / usual.length);
    holds('ln 6 above the usual', degraded.sum / degraded.n, Math.log(6), error, 0.001);
    // Fourth moment of a normal: 3σ⁴, so that the variance of squares is 2σ⁴. Rounding to 0.1 of 5 ms or more: < 1 %.
    holds('spread', up.squares / up.n, 0.35 ** 2, 0.35 ** 2 * Math.sqrt(2 / up.n), 0.01 * 0.35 ** 2);
    // An asset's own time is drawn once: lognormal, median 35, sigma 0.4.
    holds('median of medians', meanOf(usual), Math.log(35), 0.4 / Math.sqrt(usual.length), 0.001);
    const spread = usual.reduce((sum, x) => sum + (x - Math.log(35)) ** 2, 0) / usual.length;
    holds('spread of medians', spread, 0.16, 0.16 * Math.sqrt(2 / usual.length), 0.001);
  });

  it('maintenance every night from 23:00 to 01:00 local time, planned, for the services that have it', () => {
    for (const data of all) {
      const nightly = data
        .rows('incidents')
        .map(incidentOf)
        .filter(({ kind }) => kind === 'nightly_maintenance');
      expect(new Set(nightly.map(({ asset }) => asset))).to.deep.equal(new Set(NIGHTLY));
      // The night that began before the period still acts in it, and keeps its true start.
      expect(nightly.length).to.equal(NIGHTLY.length * (DAYS + 1));
      for (const { start, end, planned, state, own } of nightly) {
        expect([inRome(start).time, inRome(end).time]).to.deep.equal(['23:00:00', '01:00:00']);
        expect([end - start, planned, state, own]).to.deep.equal([120 * MINUTE, true, 'down', true]);
      }
      for (const asset of NIGHTLY) {
        const night = data
          .values(asset, 'availability_status')
          .filter((_, i) => i % MINUTES_A_DAY < 60 || i % MINUTES_A_DAY >= 23 * 60);
        expect(night.length).to.equal(120 * DAYS);
        expect(Math.max(...night), asset).to.equal(0);
      }
    }
  });

  it('a weekly restart of three minutes, on Sunday at four, of the machine that leaks', () => {
    for (const data of all) {
      const restarts = data
        .rows('incidents')
        .map(incidentOf)
        .filter(({ kind, own }) => kind === 'weekly_restart' && own);
      expect(restarts.map(({ asset }) => asset)).to.deep.equal(['vm-103', 'vm-103']);
      for (const { start, end, planned } of restarts) {
        const { date, time } = inRome(start);
        expect([weekdayOf(date), time, end - start, planned]).to.deep.equal([7, '04:00:00', 3 * MINUTE, true]);
      }
    }
  });

  it('random faults leave 99.5 % of the time to services and 99.9 % to machines, by their own unplanned incidents', () => {
    const totals = {
      service: { time: 0, down: 0, degraded: 0, worse: 0, starts: 0, degradedStarts: 0 },
      machine: { time: 0, down: 0, degraded: 0, worse: 0, starts: 0, degradedStarts: 0 },
    };
    let drawn = 0;
    for (const data of all) {
      const { from, to } = data.plan.period;
      const faults = data
        .rows('incidents')
        .map(incidentOf)
        .filter(({ own, planned }) => own && !planned);
      for (const { kind } of faults) expect(kind).to.equal('fault');
      drawn += faults.filter(({ start }) => start % MINUTE !== 0).length / faults.length / all.length;
      for (const asset of polled) {
        const total = totals[MACHINES.includes(asset) ? 'machine' : 'service'];
        const own = faults.filter((fault) => fault.asset === asset);
        const of = (state: string) =>
          covered(
            own.filter((fault) => fault.state === state),
            from,
            to,
          );
        total.time += (to - from) / MINUTE;
        total.worse += covered(own, from, to);
        total.down += of('down');
        total.degraded += of('degraded');
        const begun = own.filter(({ start }) => start >= from);
        total.starts += begun.length;
        total.degradedStarts += begun.filter(({ state }) => state === 'degraded').length;
      }
    }
    for (const [name, { uptime, mean, degraded, second }] of Object.entries(RULES)) {
      const { time, ...found } = totals[name as keyof typeof totals];
      // M/G/∞ of rate λ: idle with probability e^(−λE[D]) = uptime. The variance of the share of time that is not idle
      // is at most λE[D²]/T: cov(t) = e^(−2ρ)(e^(λE(D−t)⁺) − 1) ≤ λE(D−t)⁺, whose integral is λE[D²].
      const rate = -Math.log(uptime) / mean;
      const error = (share: number) => Math.sqrt((rate * share * second) / time);
      holds(`${name}: not up`, found.worse / time, 1 - uptime, error(1));
      // Thinned by the degraded share, each part is a process of its own.
      const share = (part: number) => 1 - uptime ** part;
      holds(`${name}: down`, found.down / time, share(1 - degraded), error(1 - degraded));
      holds(`${name}: degraded`, found.degraded / time, share(degraded), error(degraded));
      holds(`${name}: faults`, found.starts, rate * time, Math.sqrt(rate * time), 0.5);
      holdsCount(`${name}: degraded faults`, found.degradedStarts, Array<number>(found.starts).fill(degraded));
    }
    // Real-valued starts: one in 60,000 falls on a whole minute.
    expect(drawn).to.be.above(0.99);
  });

  it('the uptime that is to be expected, with planned and inherited outages, is what polls show', () => {
    const rule = (asset: string) => ruleOf(asset).uptime;
    const achieved = new Map<string, { up: number; polls: number; expected: number; variance: number }>();
    for (const data of all) {
      const simulation = createSimulation(data.plan);
      const statistics = new Map(simulation.statistics().uptime.map((one) => [one.assetType, one]));
      const parents = new Map(data.plan.assets.map(({ id, parent }) => [id, parent]));
      const byType = new Map<string, string[]>();
      for (const { id, type } of data.plan.assets) {
        if (polled.includes(id)) byType.set(type, [...(byType.get(type) ?? []), id]);
      }
      for (const [type, assets] of byType) {
        // By hand: own uptime times that of all below it, times the share of time without planned outages.
        const expected = meanOf(
          assets.map((asset) => {
            let share = 1;
            let planned = NIGHTLY.includes(asset) ? 120 / MINUTES_A_DAY : 0;
            for (let here: string | null = asset; here !== null; here = parents.get(here) ?? null) {
              share *= rule(here);
              if (here === 'vm-103') planned += 6 / TICKS;
            }
            return share * (1 - planned);
          }),
        );
        const found = statistics.get(type)!;
        expect(found.expected, type).to.be.closeTo(expected, 1e-9);
        expect(found.declared, type).to.be.closeTo(rule(assets[0]!), 1e-12);
        expect(found.assets).to.equal(assets.length);
        let up = 0;
        let degraded = 0;
        for (const asset of assets) {
          for (const value of data.values(asset, 'availability_status')) {
            if (value === 100) up += 1;
            else if (value === 50) degraded += 1;
          }
        }
        expect(found.achieved).to.be.closeTo(up / (TICKS * assets.length), 1e-12);
        expect(found.degraded).to.be.closeTo(degraded / (TICKS * assets.length), 1e-12);

        // The spread by hand: each fault of an asset, or of what it stands on, is lost on all that share it.
        let variance = 0;
        for (const source of polled) {
          const sharing = assets.filter((asset) => {
            for (let here: string | null = asset; here !== null; here = parents.get(here) ?? null) {
              if (here === source) return true;
            }
            return false;
          }).length;
          const { uptime, mean, second } = ruleOf(source);
          variance += (-Math.log(uptime) / mean) * second * sharing ** 2 * TICKS;
        }
        expect(found.spread, type).to.be.closeTo(Math.sqrt(variance) / (TICKS * assets.length), 1e-4 * found.spread);
        const sum = achieved.get(type) ?? { up: 0, polls: 0, expected: 0, variance: 0 };
        sum.up += up;
        sum.polls += TICKS * assets.length;
        sum.expected += expected / all.length;
        sum.variance += variance;
        achieved.set(type, sum);
      }
    }
    for (const [type, { up, polls, expected, variance }] of achieved) {
      // A minute sees a fault to within a quarter of a minute squared, far below E[D²].
      holds(type, up / polls, expected, Math.sqrt(variance) / polls);
    }
  });

  it('services inherit what happens to the machine that they stand on', () => {
    for (const data of all) {
      const parents = new Map(data.plan.assets.map(({ id, parent }) => [id, parent]));
      let [inherited, better] = [0, 0];
      for (const asset of polled) {
        const parent = parents.get(asset) ?? null;
        if (parent === null) continue;
        const [own, hosts] = [asset, parent].map((id) => data.values(id, 'availability_status'));
        for (let i = 0; i < TICKS; i++) {
          if (own![i]! > hosts![i]!) better += 1;
          if (hosts![i] === 0) inherited += 1;
        }
      }
      expect(better).to.equal(0);
      expect(inherited).to.be.above(0);
    }
  });

  it('forty seeds: the number of faults is what the rates say, and varies as a Poisson number does', () => {
    const starts: number[] = [];
    for (let seed = 100; seed < 140; seed++) {
      const plan = planOf(faultsOnly, { seed });
      const rows = rowsOf(createSimulation(plan), streamOf(plan, 'incidents'), plan.period).map(incidentOf);
      starts.push(rows.filter(({ own, planned, start }) => own && !planned && start >= plan.period.from).length);
    }
    const rate = (22 * -Math.log(0.995)) / 8 + (10 * -Math.log(0.999)) / 12;
    holds('mean', meanOf(starts), rate * TICKS, Math.sqrt((rate * TICKS) / starts.length));
    // Poisson: variance = mean; that of the sample variance is (μ + 2μ²)/n.
    const mu = rate * TICKS;
    const variance = starts.reduce((sum, n) => sum + (n - mu) ** 2, 0) / starts.length;
    expect(Math.abs(variance - mu)).to.be.at.most(SIX * Math.sqrt((mu + 2 * mu * mu) / starts.length));
  });
});
