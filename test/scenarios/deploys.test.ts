import { expect } from 'chai';
import { MINUTE, WEEK } from '../../src/model/units.ts';
import type { Row } from '../support/scenario.ts';
import { deviation, mean, readShipped, wallClock } from './data.ts';

const SERVICES = ['checkout', 'catalog', 'payments', 'search'];

interface Annotation {
  readonly episode: string;
  readonly asset: string;
  readonly version: string;
  readonly time: number;
  readonly end: number;
}

function annotation({ time, timeEnd, tags, text }: Row): Annotation {
  const [episode, asset] = tags as [string, string];
  const [named, version] = (text as string).split(' ') as [string, string];
  expect(named).to.equal(episode);
  return { episode, asset, version, time: time as number, end: timeEnd as number };
}

describe('deploys', () => {
  const year = readShipped('deploys', { parameters: { days: '364' } });
  const annotations = year.rows('events').map(annotation);
  const of = (episode: string) => annotations.filter((one) => one.episode === episode);
  const [deploys, bad, rollbacks] = [of('deploy'), of('bad_deploy'), of('rollback')];
  const month = readShipped('deploys');

  it('deploys ten times a week for each service, Monday to Thursday, in the office hours', () => {
    const weeks = (year.plan.period.to - year.plan.period.from) / WEEK;
    expect(deploys.length).to.be.closeTo(40 * weeks, 6 * Math.sqrt(40 * weeks));
    for (const service of SERVICES) {
      const mine = deploys.filter(({ asset }) => asset === service);
      expect(mine.length).to.be.closeTo(10 * weeks, 6 * Math.sqrt(10 * weeks));
    }
    for (const { time, end } of deploys) {
      const { minute, weekday } = wallClock(time, 'Europe/Rome');
      expect(weekday).to.be.within(1, 4);
      expect(minute).to.be.within(10 * 60, 17 * 60 - 1);
      expect(end).to.equal(time);
    }
  });

  it('has 15 % of bad deploys, each a minute after its deploy', () => {
    expect(bad.length).to.be.closeTo(0.15 * deploys.length, 6 * Math.sqrt(deploys.length * 0.15 * 0.85));
    for (const one of bad) {
      const cause = deploys.find(({ asset, version }) => asset === one.asset && version === one.version);
      expect(one.time - cause!.time).to.equal(MINUTE);
    }
  });

  it('carries the version of the deploy along, to its rollback at the end', () => {
    expect(rollbacks.length).to.equal(bad.length);
    for (const { asset, version, end } of bad) {
      const after = rollbacks.filter((one) => one.asset === asset && one.version === version);
      expect(after.map(({ time }) => time)).to.deep.equal([end]);
    }
  });

  it('has later versions that are greater', () => {
    for (const service of SERVICES) {
      const mine = deploys.filter(({ asset }) => asset === service).sort((a, b) => a.time - b.time);
      const versions = mine.map(({ version }) => version);
      expect(versions).to.deep.equal([...versions].sort());
      expect(new Set(versions).size).to.equal(versions.length);
    }
  });

  it('is bad for 18 minutes on average, two hours at the most', () => {
    const minutes = bad.map(({ time, end }) => (end - time) / MINUTE);
    expect(Math.max(...minutes)).to.be.at.most(120);
    const sd = 18 * Math.sqrt(Math.exp(0.25) - 1);
    expect(mean(minutes)).to.be.closeTo(18, (6 * sd) / Math.sqrt(minutes.length));
  });

  it('fails 6 % of the requests while a deploy is bad, and two in a thousand else', () => {
    let counted = 0;
    for (const service of SERVICES) {
      const { times, values } = month.points(service, 'error_rate');
      const mine = bad.filter(({ asset }) => asset === service);
      for (const [i, t] of times.entries()) {
        const risen = mine
          .filter(({ time, end }) => t >= time && t < end)
          .map(({ time }) => Math.min(1, (t - time) / (2 * MINUTE)));
        const added = 0.06 * risen.reduce((a, b) => a + b, 0);
        if (added > 0) counted += 1;
        // A factor of e^(± 6 · 0.3) at the most, and four digits.
        const base = values[i]! - added;
        if (base < 0.002 * Math.exp(-1.8) - 1e-4 || base > 0.002 * Math.exp(1.8) + 1e-4) {
          expect.fail(`${service} ${new Date(t).toISOString()}: ${String(values[i])}`);
        }
      }
    }
    expect(counted).to.be.greaterThan(100);
  });

  it('answers 2.6 times as slowly while a deploy is bad', () => {
    const logs: { readonly [where in 'bad' | 'good']: number[] } = { bad: [], good: [] };
    for (const service of SERVICES) {
      const { times, values } = month.points(service, 'latency_ms');
      const mine = bad.filter(({ asset }) => asset === service);
      for (const [i, t] of times.entries()) {
        const acting = mine.filter(({ time, end }) => t >= time && t < end);
        if (acting.length === 0) logs.good.push(Math.log(values[i]!));
        else if (acting.length === 1 && t - acting[0]!.time >= 2 * MINUTE) logs.bad.push(Math.log(values[i]!));
      }
    }
    // The noise forgets within four minutes: a value in eight is a new one.
    const error = (n: number) => (6 * 0.2) / Math.sqrt(n / 8);
    expect(mean(logs.good)).to.be.closeTo(Math.log(85), error(logs.good.length));
    expect(deviation(logs.good)).to.be.closeTo(0.2, 0.2 * error(logs.good.length) * 5);
    expect(mean(logs.bad)).to.be.closeTo(Math.log(85 * 2.6), error(logs.bad.length));
  });
});
