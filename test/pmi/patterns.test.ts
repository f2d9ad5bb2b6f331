import { expect } from 'chai';
import { DAYS, MACHINES, MINUTES_A_DAY, type PmiData, readPmi, SEEDS } from './data.ts';
import {
  clampedNormal,
  holds,
  meanOf,
  relativeErrorOfVariance,
  rounded,
  secondMomentOfLognormal,
  SIX,
  varianceOfMean,
} from './expectation.ts';
import { ASSETS, isOffice, LEVELS, type Level, selected } from './levels.ts';

const TICKS = DAYS * MINUTES_A_DAY;
const minutes = Array.from({ length: TICKS }, (_, i) => i);

describe('PMI: the eight patterns', () => {
  let all: readonly PmiData[];
  before(() => (all = SEEDS.map((seed) => readPmi(seed, ['metrics', 'polls']))));
  after(() => (all = []));

  /** A machine that is down measures nothing: its zeros are held elsewhere. */
  const answers = (data: PmiData, asset: string) => {
    const status = data.values(asset, 'availability_status');
    return (minute: number) => status[minute] !== 0;
  };

  /** Every run of ticks in a row that a level speaks of, over all seeds and machines of the pattern. */
  function* runs(level: Level): Generator<Float64Array> {
    for (const data of all) {
      for (const asset of ASSETS[level.pattern]!) {
        const values = data.values(asset, level.metric);
        const up = answers(data, asset);
        for (let from = 0, i = 0; i <= TICKS; i++) {
          if (i < TICKS && up(i) && selected(level, i)) continue;
          if (i > from) yield values.subarray(from, i);
          from = i + 1;
        }
      }
    }
  }

  for (const level of LEVELS) {
    const where = level.inside ? 'inside its hours' : level.outside ? 'outside its hours' : 'always';
    it(`${level.pattern}: ${level.metric} lies around ${level.mean} ${where}`, () => {
      const { mean, sd, correlation } = level;
      const expected = rounded(clampedNormal(mean, sd));
      let [n, sum, squares, varianceOfSum] = [0, 0, 0, 0];
      for (const run of runs(level)) {
        n += run.length;
        // Clamping makes a variance smaller, so that of the noise alone is a bound.
        varianceOfSum += run.length ** 2 * varianceOfMean(sd * sd + 1 / 1200, run.length, correlation);
        for (const value of run) {
          sum += value;
          squares += (value - expected.mean) ** 2;
        }
      }
      // 0.001: rounding of the atom that a clamp leaves at 0, at most φ(a)/σ · 0.05²/2.
      holds('mean', sum / n, expected.mean, Math.sqrt(varianceOfSum) / n, 0.001);
      const error = relativeErrorOfVariance(n, correlation);
      // A clamped tail is lighter than a normal one, so that the normal's error is a bound.
      holds('variance', squares / n, expected.variance, error * sd * sd, 0.001);
    });
  }

  it('stable_with_io_spikes: the largest I/O of every day is at three in the night, and memory rises with it', () => {
    for (const data of all) {
      for (const asset of ASSETS.stable_with_io_spikes!) {
        const io = data.values(asset, 'io_wait');
        for (let day = 0; day < DAYS; day++) {
          const today = io.subarray(day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY);
          const peak = today.indexOf(Math.max(...today));
          // Down at three for a while it may be, for the whole hour it is not.
          expect(peak, `${asset}, day ${day}`).to.be.within(180, 239);
        }
      }
    }
  });

  it('cpu_spikes_business_hours: 65 + 20 sin((hour − 9) π / 8) from 9 to 17, and every quarter of an hour 25 more, up to 95', () => {
    const [asset] = ASSETS.cpu_spikes_business_hours as [string];
    const [sums, counts] = [new Float64Array(MINUTES_A_DAY), new Float64Array(MINUTES_A_DAY)];
    const [quiet, quietCounts] = [new Float64Array(MINUTES_A_DAY), new Float64Array(MINUTES_A_DAY)];
    for (const data of all) {
      const cpu = data.values(asset, 'cpu_usage');
      const up = answers(data, asset);
      for (const minute of minutes.filter(up)) {
        const [sum, count] = isOffice(minute) ? [sums, counts] : [quiet, quietCounts];
        sum[minute % MINUTES_A_DAY]! += cpu[minute]!;
        count[minute % MINUTES_A_DAY]! += 1;
      }
    }
    const spiked = (minute: number, base: number) => (minute % 15 === 0 ? Math.min(95, base + 25) : base);
    const pools = new Map<string, { found: number; expected: number; variance: number }>();
    const check = (when: string, minute: number, base: number, sum: number, n: number): void => {
      const { mean, variance } = rounded(clampedNormal(spiked(minute, base), 3));
      holds(`${when}, minute ${minute}`, sum / n, mean, Math.sqrt(variance / n), 0.005);
      const name = `${when}, ${minute % 15 === 0 ? 'every quarter of an hour' : 'between'}`;
      const pool = pools.get(name) ?? { found: 0, expected: 0, variance: 0 };
      pools.set(name, {
        found: pool.found + sum,
        expected: pool.expected + n * mean,
        variance: pool.variance + n * variance,
      });
    };
    for (let minute = 0; minute < MINUTES_A_DAY; minute++) {
      check('outside', minute, 12, quiet[minute]!, quietCounts[minute]!);
      if (minute < 540 || minute >= 1020) continue;
      const base = 65 + 20 * Math.sin(((minute / 60 - 9) * Math.PI) / 8);
      expect(base).to.be.within(65, 85);
      check('office', minute, base, sums[minute]!, counts[minute]!);
    }
    // Together they tell of a height or a limit that is off by a few tenths.
    for (const [name, { found, expected, variance }] of pools) holds(name, found, expected, Math.sqrt(variance));
  });

  it('cpu_spikes_business_hours: memory goes with the load, half of it, five minutes behind', () => {
    const [asset] = ASSETS.cpu_spikes_business_hours as [string];
    const [loads, memories]: [number[], number[]] = [[], []];
    let [sum, squares, n, varianceOfSum] = [0, 0, 0, 0];
    for (const data of all) {
      const [cpu, memory] = [data.values(asset, 'cpu_usage'), data.values(asset, 'memory_usage')];
      const up = answers(data, asset);
      for (const minute of minutes.filter((one) => one >= 5 && up(one))) {
        const rest = memory[minute]! - (20 + 0.5 * cpu[minute - 5]!);
        sum += rest;
        squares += rest * rest;
        loads.push(cpu[minute - 5]!);
        memories.push(memory[minute]!);
        n += 1;
      }
      varianceOfSum += TICKS ** 2 * varianceOfMean(1.5 ** 2 + 1 / 1200, TICKS, 30);
    }
    holds('what is left is noise around 0', sum / n, 0, Math.sqrt(varianceOfSum) / n, 0.001);
    const variance = 1.5 ** 2 + 1 / 1200;
    holds('of its own variance', squares / n, variance, variance * relativeErrorOfVariance(n, 30));
    // r = β·s(x) / √(β²·s²(x) + σ²); its error (1 − r²) over the root of the noise's independent values, n / 2τ.
    const spread = varianceIn(loads);
    const r = (0.5 * Math.sqrt(spread)) / Math.sqrt(0.25 * spread + variance);
    holds('correlation', correlationOf(loads, memories), r, (1 - r * r) / Math.sqrt(n / 60));
  });

  it('high_load_business_hours: above 75 % all through the office hours', () => {
    let [n, under] = [0, 0];
    for (const data of all) {
      for (const asset of ASSETS.high_load_business_hours!) {
        const cpu = data.values(asset, 'cpu_usage');
        const busy = minutes.filter((minute) => isOffice(minute) && answers(data, asset)(minute));
        n += busy.length;
        under += busy.filter((minute) => cpu[minute]! < 75).length;
        for (let from = 0; from + 60 <= busy.length; from += 60) {
          expect(meanOf(busy.slice(from, from + 60).map((minute) => cpu[minute]!))).to.be.above(75);
        }
      }
    }
    // 84 ± 2.5: a minute reads below 75 (below 74.95, before rounding) with probability Φ(−3.62) = 0.000147.
    expect(under).to.be.at.most(n * 0.000147 + SIX * Math.sqrt(n * 0.000147));
  });

  it('memory_leak_pattern: memory climbs from 35 to 94 % and falls back with the restart of three minutes each Sunday at four', () => {
    const [asset] = ASSETS.memory_leak_pattern as [string];
    const week = 7 * MINUTES_A_DAY;
    for (const data of all) {
      const [memory, status] = [data.values(asset, 'memory_usage'), data.values(asset, 'availability_status')];
      const up = answers(data, asset);
      let [sum, n] = [0, 0];
      for (const minute of minutes.filter(up)) {
        const age = (minute - 240 + week) % week;
        sum += memory[minute]! - (35 + (59 * age) / week);
        n += 1;
      }
      holds('around the line', sum / n, 0, Math.sqrt(varianceOfMean(0.64 + 1 / 1200, TICKS, 15)), 0.001);
      for (const reset of [240, 240 + week]) {
        expect([...status.subarray(reset, reset + 3)], 'the restart').to.deep.equal([0, 0, 0]);
        expect([...memory.subarray(reset, reset + 3)], 'measures nothing').to.deep.equal([0, 0, 0]);
        const [before, after] = [lastUp(reset - 1, -1), lastUp(reset + 3, 1)];
        holds('before', memory[before]!, 35 + (59 * ((before - 240 + week) % week)) / week, Math.sqrt(0.64 + 1 / 1200));
        holds('after', memory[after]!, 35 + (59 * ((after - 240 + week) % week)) / week, Math.sqrt(0.64 + 1 / 1200));
      }
      // Gradually: from day to day the mean rises by 59/7, its error over a day being that of the noise.
      const daily = Array.from({ length: 6 }, (_, day) => {
        const of = minutes.slice(MINUTES_A_DAY * (day + 1), MINUTES_A_DAY * (day + 2)).filter(up);
        return meanOf(of.map((minute) => memory[minute]!));
      });
      for (let day = 1; day < daily.length; day++) expect(daily[day]! - daily[day - 1]!).to.be.above(0);

      function lastUp(minute: number, step: number): number {
        return status[minute] === 0 ? lastUp(minute + step, step) : minute;
      }
    }
  });

  it('memory_leak_pattern: CPU and I/O rise with the pressure of memory', () => {
    const [asset] = ASSETS.memory_leak_pattern as [string];
    const cpuMap = [
      [60, 0],
      [80, 15],
      [95, 45],
    ] as const;
    const ioMap = [
      [75, 0],
      [85, 8],
      [95, 35],
    ] as const;
    for (const [metric, base, sd, points] of [
      ['cpu_usage', 18, 2, cpuMap],
      ['io_wait', 3, 1, ioMap],
    ] as const) {
      let [sum, variance, n, low, high] = [0, 0, 0, 0, 0];
      for (const data of all) {
        const [memory, values] = [data.values(asset, 'memory_usage'), data.values(asset, metric)];
        for (const minute of minutes.filter(answers(data, asset))) {
          const level = rounded(clampedNormal(base + through(points, memory[minute]!), sd));
          sum += values[minute]! - level.mean;
          variance += level.variance;
          n += 1;
          if (memory[minute]! < 60) low = Math.max(low, values[minute]!);
          if (memory[minute]! > 93) high = Math.max(high, values[minute]!);
        }
      }
      holds(metric, sum / n, 0, Math.sqrt(variance) / n, 0.001);
      expect(high, metric).to.be.above(low);
    }
  });

  it('volatile_load: CPU wanders widely around 40 %, with peaks that nobody expects', () => {
    const [asset] = ASSETS.volatile_load as [string];
    const cpu = all.flatMap((data) => upValues(data, asset, 'cpu_usage'));
    const memory = all.flatMap((data) => upValues(data, asset, 'memory_usage'));
    const io = all.flatMap((data) => upValues(data, asset, 'io_wait'));
    const span = SEEDS.length * TICKS;
    // E[D²] of an exponential is 2·E[D]²; cut at `max` it is smaller.
    const cpuBursts = bursts(2 / 60, 4, 2 * 16, 30, 75);
    const loads = shotNoise(cpuBursts, 40, Math.sqrt(14 ** 2 + 4 ** 2));
    const wander = varianceOfMean(14 ** 2, TICKS, 20) / SEEDS.length + 16 / span + cpuBursts.varianceOfSum / span;
    holds('mean of CPU', meanOf(cpu), loads.mean, Math.sqrt(wander), 0.05);
    // 7 % of the variance of a wide, slow process: n / τ values tell of it, twice that where others are added.
    const wide = loads.variance * Math.sqrt((2 * 20) / span);
    holds('variance of CPU', varianceIn(cpu), loads.variance, wide, 0.01 * loads.variance);

    const free = rounded(clampedNormal(50, 12));
    holds('mean of memory', meanOf(memory), free.mean, Math.sqrt(varianceOfMean(144, TICKS, 60) / SEEDS.length));
    holds('variance of memory', varianceIn(memory), free.variance, 144 * relativeErrorOfVariance(span, 60));

    const ioBursts = bursts(1 / 60, 3, 2 * 9, 35, 2500 / 12);
    const waits = shotNoise(ioBursts, 6, 2);
    holds('mean of I/O', meanOf(io), waits.mean, Math.sqrt((4 + ioBursts.varianceOfSum) / span), 0.05);
    // The share of time with a burst is 1 − e^(−λE[D]), in every hour of the day alike; of a burst of 10 or more on
    // 6 ± 2 all but Φ(−2) reads above 12, and of what is without one all but Φ(3) does not.
    for (let hour = 0; hour < 24; hour++) {
      let [n, seen] = [0, 0];
      for (const data of all) {
        const values = data.values(asset, 'io_wait');
        for (const minute of minutes.filter(answers(data, asset))) {
          if (Math.floor((minute % MINUTES_A_DAY) / 60) !== hour) continue;
          n += 1;
          if (values[minute]! > 12) seen += 1;
        }
      }
      const idle = Math.exp(-3 / 60);
      holds(
        `bursts at ${hour}`,
        seen / n,
        1 - idle,
        Math.sqrt((2 * 9) / 60 / n),
        idle * 0.00135 + (1 - idle) * 0.02275,
      );
    }
  });

  it('development_pattern: builds in office hours, at twice an hour, move CPU, memory and I/O at once', () => {
    const [asset] = ASSETS.development_pattern as [string];
    const secondMoment = secondMomentOfLognormal(7, 0.5, 40);
    let [io, memory, days, lost] = [0, 0, 0, 0];
    let [busyLoad, busy, idleLoad, idle] = [0, 0, 0, 0];
    for (const data of all) {
      const [cpus, memories, waits] = ['cpu_usage', 'memory_usage', 'io_wait'].map((metric) =>
        data.values(asset, metric),
      );
      const up = answers(data, asset);
      for (let day = 0; day < DAYS; day++) {
        const office = minutes.slice(day * MINUTES_A_DAY + 540, day * MINUTES_A_DAY + 1020 + 60);
        if (!isOffice(office[0]!)) continue;
        days += 1;
        for (const minute of office) {
          if (!up(minute)) {
            lost += 1;
            continue;
          }
          io += waits![minute]! - 2;
          memory += memories![minute]! - 28;
          // A build adds 30 to an I/O of 2 ± 0.6.
          if (waits![minute]! > 17) [busy, busyLoad] = [busy + 1, busyLoad + cpus![minute]!];
          else [idle, idleLoad] = [idle + 1, idleLoad + cpus![minute]!];
        }
      }
    }
    // Campbell: a Poisson stream of λT builds, each adding h·D, adds λT·h·E[D] with variance λT·h²·E[D²]. What was
    // lost while down is known to within its own length.
    const builds = 16 * days;
    const share = 1 - lost / (days * 540);
    holds('I/O', io / builds, 30 * 7 * share, Math.sqrt((900 * secondMoment) / builds), 30 * 7 * (1 - share) + 1);
    // Memory rises over 2 minutes and falls over 5: on average a build counts E[D] − 1 + 2.5 minutes.
    const noise = days * 540 ** 2 * varianceOfMean(9, 540, 60);
    const error = Math.sqrt(builds * 324 * (secondMoment + 2 * 1.5 * 7 + 1.5 ** 2) + noise) / builds;
    holds('memory', memory / builds, 18 * 8.5 * share, error, 18 * 8.5 * (1 - share) + 1);
    // CPU: 50 more. Only the first minute of a build, in its rise, may have less than all of it.
    expect(busyLoad / busy - idleLoad / idle).to.be.above(50 * (1 - 1 / 7));
  });

  it('a machine that is down measures 0', () => {
    let down = 0;
    for (const data of all) {
      for (const asset of MACHINES) {
        const status = data.values(asset, 'availability_status');
        for (const metric of ['cpu_usage', 'memory_usage', 'io_wait']) {
          const values = data.values(asset, metric).filter((_, minute) => status[minute] === 0);
          down += values.length;
          expect(
            values.some((value) => value !== 0),
            `${asset} ${metric}`,
          ).to.equal(false);
        }
      }
    }
    expect(down).to.be.above(0);
  });

  it('values are percentages with one decimal', () => {
    for (const data of all) {
      for (const asset of MACHINES) {
        for (const metric of ['cpu_usage', 'memory_usage', 'io_wait']) {
          const values = data.values(asset, metric);
          expect(values.every((value) => value >= 0 && value <= 100 && Math.round(value * 10) / 10 === value)).to.equal(
            true,
          );
        }
      }
    }
  });

  function upValues(data: PmiData, asset: string, metric: string): number[] {
    const values = data.values(asset, metric);
    return minutes.filter(answers(data, asset)).map((minute) => values[minute]!);
  }
});

interface Bursts {
  /** Of bursts that are on at once: Poisson. */
  readonly count: number;
  readonly height: number;
  readonly varianceOfHeight: number;
  /** Per minute: λ·E[D²]·E[A²]. */
  readonly varianceOfSum: number;
}

function bursts(rate: number, length: number, secondMoment: number, height: number, varianceOfHeight: number): Bursts {
  const varianceOfSum = rate * secondMoment * (height * height + varianceOfHeight);
  return { count: rate * length, height, varianceOfHeight, varianceOfSum };
}

/** A normal level on which Poisson-many bursts stand at once, clamped: the mixture over their number. */
function shotNoise({ count, height, varianceOfHeight }: Bursts, base: number, sd: number) {
  let [mean, square, probability] = [0, 0, Math.exp(-count)];
  for (let n = 0; n < 12; n++) {
    const part = clampedNormal(base + n * height, Math.sqrt(sd * sd + n * varianceOfHeight));
    mean += probability * part.mean;
    square += probability * (part.variance + part.mean ** 2);
    probability *= count / (n + 1);
  }
  return rounded({ mean, variance: square - mean * mean });
}

function through(points: readonly (readonly [number, number])[], x: number): number {
  const after = points.findIndex(([at]) => at > x);
  if (after === 0) return points[0]![1];
  if (after < 0) return points[points.length - 1]![1];
  const [low, high] = [points[after - 1]!, points[after]!];
  return low[1] + ((x - low[0]) / (high[0] - low[0])) * (high[1] - low[1]);
}

function varianceIn(values: readonly number[]): number {
  const mean = meanOf(values);
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return sum / values.length;
}

function correlationOf(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [meanOf(x), meanOf(y)];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i]! - mx) * (y[i]! - my);
  return sum / x.length / Math.sqrt(varianceIn(x) * varianceIn(y));
}
