import { expect } from 'chai';
import type { Draw } from '../../src/model/draw.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { planOf, type Row, rowsOf, streamOf } from '../support/scenario.ts';
import { DAYS, inRome, MACHINES, pmi, type PmiData, readPmi, weekdayOf } from './data.ts';
import { holds, holdsCount } from './expectation.ts';

const RATES: { readonly [type: string]: number } = {
  proxmox_node: 0.98,
  physical_host: 0.97,
  vm: 0.95,
  container: 0.92,
};
const SEEDS = Array.from({ length: 24 }, (_, i) => 1000 + i);

interface Backup {
  readonly seed: number;
  readonly asset: string;
  readonly type: string;
  readonly at: number;
  readonly success: number;
  /** What stands in the other streams at its minute. */
  readonly monday: boolean;
  readonly contention: boolean;
  readonly load: boolean;
  readonly leak: boolean;
  readonly down: boolean;
}

const backupsOf = (data: PmiData): Backup[] => {
  const types = new Map(data.plan.assets.map(({ id, type }) => [id, type]));
  return data.rows('jobs').map((row: Row): Backup => {
    const [asset, at] = [row.asset_id as string, Number(row.timestamp)];
    const { date, minute } = inRome(at);
    const value = (metric: string) => data.values(asset, metric)[(at - data.plan.period.from) / 60_000]!;
    return {
      seed: data.seed,
      asset,
      type: types.get(asset)!,
      at,
      success: Number(row.value),
      monday: weekdayOf(date) === 1,
      contention: minute >= 120 && minute < 240,
      load: value('cpu_usage') > 60,
      leak: value('memory_usage') > 85,
      down: value('availability_status') === 0,
    };
  });
};

/** The probability of success, from what the document says and the other streams hold. */
function probability({ type, monday, contention, load, leak, down }: Backup): number {
  if (down) return 0;
  return RATES[type]! * (monday ? 0.97 : 1) * (contention ? 0.98 : 1) * (load ? 0.95 : 1) * (leak ? 0.9 : 1);
}

describe('PMI: backups', () => {
  let all: readonly { readonly seed: number; readonly backups: readonly Backup[]; readonly plan: Plan }[];
  let backups: readonly Backup[];
  before(() => {
    all = SEEDS.map((seed) => {
      const data = readPmi(seed, ['metrics', 'polls']);
      return { seed, backups: backupsOf(data), plan: data.plan };
    });
    backups = all.flatMap((one) => one.backups);
  });
  after(() => (all = backups = []));

  it('one a night for each machine, at a whole minute between 01:00 and 04:00 that it keeps', () => {
    for (const { backups: found, seed } of all) {
      expect(found.length).to.equal(140);
      const slots = MACHINES.map((asset) => {
        const own = found.filter((backup) => backup.asset === asset).map(({ at }) => inRome(at));
        expect(new Set(own.map(({ date }) => date)).size, `${seed} ${asset}`).to.equal(DAYS);
        expect(new Set(own.map(({ time }) => time)).size).to.equal(1);
        const { time, minute } = own[0]!;
        expect(time.endsWith(':00')).to.equal(true);
        expect(minute).to.be.within(60, 239);
        return minute;
      });
      // Ten of 180 minutes: that all ten are one is one in 180⁹.
      expect(new Set(slots).size).to.be.above(1);
    }
  });

  it('the minutes are spread evenly over the three hours', () => {
    const slots = all.flatMap(({ backups: found }) =>
      MACHINES.map((asset) => inRome(found.find((backup) => backup.asset === asset)!.at).minute),
    );
    for (const from of [60, 120, 180]) {
      const inside = slots.filter((minute) => minute >= from && minute < from + 60).length;
      holdsCount(`from ${from / 60}:00`, inside, Array<number>(slots.length).fill(1 / 3));
    }
    const mean = slots.reduce((sum, minute) => sum + minute, 0) / slots.length;
    holds('mean', mean, 149.5, Math.sqrt((180 ** 2 - 1) / 12 / slots.length));
  });

  it('the result is 1 or 0, and 0 where the machine is down', () => {
    for (const { success, down } of backups) {
      expect(success).to.be.oneOf([0, 1]);
      if (down) expect(success).to.equal(0);
    }
  });

  for (const [type, rate] of Object.entries(RATES)) {
    it(`${type}: ${100 * rate} % before what lowers it, and the expected rate with it`, () => {
      const of = backups.filter((backup) => backup.type === type);
      const failed = of.map((backup) => 1 - probability(backup));
      holdsCount('failures', of.filter(({ success }) => success === 0).length, failed);
      // Where nothing lowers it, the declared rate.
      const plain = of.filter(
        ({ monday, contention, load, leak, down }) => !(monday || contention || load || leak || down),
      );
      expect(plain.length).to.be.above(50);
      holdsCount(
        'plain',
        plain.filter(({ success }) => success === 0).length,
        plain.map(() => 1 - rate),
      );
    });
  }

  it('what statistics call expected is the mean of these probabilities', () => {
    for (const { backups: found, plan } of all.slice(0, 6)) {
      for (const one of createSimulation(plan).statistics().jobs) {
        const of = found.filter(({ type }) => type === one.assetType);
        const probabilities = of.map(probability);
        const mean = probabilities.reduce((sum, p) => sum + p, 0) / of.length;
        const variance = probabilities.reduce((sum, p) => sum + p * (1 - p), 0);
        expect(one.jobs).to.equal(of.length);
        expect(one.declared).to.be.closeTo(RATES[one.assetType]!, 1e-12);
        expect(one.expected).to.be.closeTo(mean, 1e-12);
        expect(one.spread).to.be.closeTo(Math.sqrt(variance) / of.length, 1e-12);
        expect(one.achieved).to.be.closeTo(of.filter(({ success }) => success === 1).length / of.length, 1e-12);
      }
    }
  });

  // Whether a backup succeeds is one draw against a probability, so the same seed without a modifier shows what the
  // modifier alone does: it makes fail, only where it holds, as many as its factor says.
  const modifiers = [
    ['on Mondays', 'monday', 0.97],
    ['in the hours of contention, 2 to 4', 'contention', 0.98],
    ['under load', 'load', 0.95],
    ['while memory leaks', 'leak', 0.9],
  ] as const;
  for (const [index, [name, effect, times]] of modifiers.entries()) {
    it(`more fail ${name}`, () => {
      const without = withoutModifier(pmi, index);
      const [lost, expected]: [Backup[], number[]] = [[], []];
      for (const { seed, backups: found } of all) {
        const plan = planOf({ ...without, streams: without.streams.filter(({ id }) => id === 'jobs') }, { seed });
        const rows = rowsOf(createSimulation(plan), streamOf(plan, 'jobs'), plan.period);
        expect(rows.length).to.equal(found.length);
        for (const [i, row] of rows.entries()) {
          const backup = found[i]!;
          expect([row.asset_id, row.timestamp]).to.deep.equal([backup.asset, backup.at]);
          if (backup[effect]) expected.push(probability(backup) * (1 / times - 1));
          if (row.value === backup.success) continue;
          expect([row.value, backup.success, backup[effect]]).to.deep.equal([1, 0, true]);
          lost.push(backup);
        }
      }
      expect(lost.length).to.be.above(0);
      holdsCount('made to fail', lost.length, expected);
    });
  }
});

/** The scenario as if the modifier of its jobs that stands there had not been written. */
function withoutModifier(scenario: Scenario, index: number): Scenario {
  const episodes = scenario.episodes.map((episode) => {
    const fields = Object.entries(episode.fields).map(([name, draw]): [string, Draw] =>
      draw.kind === 'outcome'
        ? [name, { ...draw, modifiers: draw.modifiers.filter((_, i) => i !== index) }]
        : [name, draw],
    );
    return { ...episode, fields: Object.fromEntries(fields) };
  });
  return { ...scenario, episodes };
}
