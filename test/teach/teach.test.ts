/** Scenarios of domains that no example is about, written from the documentation alone: they hold what they claim. */
import { expect } from 'chai';
import { join } from 'node:path';
import { loadFile, planOf, type Row, rowsOf, scenarioIn, streamOf } from '../support/scenario.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import type { Plan } from '../../src/model/plan.ts';

const HOUR = 3_600_000;
const file = (name: string): string => join(import.meta.dirname, `${name}.yaml`);

/** All records of the streams of a scenario. */
function records(name: string): (stream: string) => readonly Row[] {
  const plan: Plan = planOf(scenarioIn(file(name)));
  const simulation = createSimulation(plan);
  return (stream) => {
    const planned = streamOf(plan, stream);
    return rowsOf(simulation, planned, plan.period);
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const hourOf = (at: unknown, offset: number): number => ((Number(at) + offset * HOUR) / HOUR) % 24;

describe('scenarios of other domains', () => {
  for (const name of ['brewery', 'garage', 'call-centre']) {
    it(`${name} is valid, without a warning`, () => {
      expect(loadFile(file(name)).diagnostics).to.deep.equal([]);
    });
  }

  it('brewery: the gravity of a batch falls from 1.056 to 1.012, and rises with the next alone', () => {
    const readings = records('brewery')('metrics');
    const tanks = new Set(readings.map(({ asset_id }) => asset_id));
    expect(tanks.size).to.equal(6);
    const starts = new Set<number>();
    for (const tank of tanks) {
      const gravity = readings
        .filter(({ asset_id, metric_name }) => asset_id === tank && metric_name === 'gravity')
        .map(({ timestamp, value }) => ({ at: Number(timestamp), value: Number(value) }));
      const rises = gravity.filter(({ value }, i) => i > 0 && value > gravity[i - 1]!.value);
      // A batch every 14 days: three begin in 42.
      expect(rises).to.have.lengthOf(3);
      for (const [i, { at, value }] of rises.entries()) {
        expect(value).to.be.closeTo(1.056, 0.0005);
        if (i > 0) expect(at - rises[i - 1]!.at).to.be.closeTo(14 * 24 * HOUR, HOUR);
      }
      expect(Math.min(...gravity.map(({ value }) => value))).to.be.closeTo(1.012, 0.0005);
      starts.add(rises[0]!.at);
    }
    expect(starts.size).to.equal(6);
  });

  it('brewery: when the cooling of a cellar fails, all its tanks get warm', () => {
    const stream = records('brewery');
    const failures = stream('incidents');
    expect(failures).to.not.be.empty;
    const byStart = new Map<unknown, string[]>();
    for (const { start, asset_id } of failures) byStart.set(start, [...(byStart.get(start) ?? []), asset_id as string]);
    for (const tanks of byStart.values()) {
      const cellars = new Set(tanks.map((tank) => tank.replace(/-tank\d$/, '')));
      expect(tanks.length).to.equal(3 * cellars.size);
    }
    const temperature = stream('metrics').filter(({ metric_name }) => metric_name === 'temperature');
    for (const { asset_id, start, end } of failures) {
      const [own, warm] = [
        (at: number) => at < Number(start) - 12 * HOUR,
        (at: number) => at >= Number(start) + 3 * HOUR && at < Number(end),
      ];
      const values = (when: (at: number) => boolean): number[] =>
        temperature
          .filter((row) => row['asset_id'] === asset_id && when(Number(row['timestamp'])))
          .map(({ value }) => Number(value));
      const [before, meanwhile] = [values(own), values(warm)];
      // Its own heat is at most 1.4; noise 0.2; the failure adds 6.
      if (before.length > 0 && meanwhile.length > 0) expect(mean(meanwhile) - mean(before)).to.be.greaterThan(4);
    }
  });

  it('garage: cars come while it is open, every one leaves, and only ticket holders pay', () => {
    const stream = records('garage');
    const cars = stream('cars');
    expect(cars.length).to.be.greaterThan(10_000);
    for (const { came, holder, price } of cars) {
      // Vienna in winter.
      expect(hourOf(came, 1)).to.be.within(6, 22);
      expect(holder === 'subscriber' ? price === 0 : Number(price) > 0).to.equal(true);
    }
    const exits = new Map(stream('exits').map(({ car, left }) => [car, Number(left)]));
    const last = Math.max(...cars.map(({ came }) => Number(came)));
    for (const { car, came } of cars) {
      const left = exits.get(car);
      if (left === undefined) expect(Number(came)).to.be.greaterThan(last - 16 * HOUR);
      else expect(left - Number(came)).to.be.within(0, 15 * HOUR);
    }
    const noon = stream('metrics').filter(({ timestamp }) => {
      const day = new Date(Number(timestamp)).getUTCDay();
      return day >= 1 && day <= 5 && Math.floor(hourOf(timestamp, 1)) === 12;
    });
    expect(mean(noon.map(({ value }) => Number(value)))).to.be.greaterThan(50);
  });

  it('call-centre: calls in opening hours, twice as many on Mondays, nine of ten answered', () => {
    const stream = records('call-centre');
    const calls = stream('events');
    const byDay = Array.from({ length: 7 }, () => 0);
    for (const { at } of calls) {
      // Dublin in winter.
      expect(hourOf(at, 0)).to.be.within(8, 20);
      byDay[new Date(Number(at)).getUTCDay()]! += 1;
    }
    expect(byDay[0]).to.equal(0);
    const others = mean(byDay.slice(2));
    // Of thousands of calls a day of the week: five standard deviations are below a tenth.
    expect(byDay[1]! / others).to.be.closeTo(2, 0.2);
    const answered = calls.filter(({ outcome }) => outcome === 'answered');
    expect(answered.length / calls.length).to.be.closeTo(0.9, 5 * Math.sqrt((0.9 * 0.1) / calls.length));
    const waited = (outcome: string): number =>
      mean(calls.filter((call) => call['outcome'] === outcome).map(({ waited_s }) => Number(waited_s)));
    expect(waited('abandoned')).to.be.greaterThan(2 * waited('answered'));
    for (const { outcome, agent } of calls) expect(agent === '').to.equal(outcome === 'abandoned');
  });

  it('call-centre: when the phone system is down, so are its lines', () => {
    const stream = records('call-centre');
    const down = stream('polls').filter(({ value }) => value === 0);
    const at = (asset: string): Set<unknown> =>
      new Set(down.filter(({ asset_id }) => asset_id === asset).map(({ timestamp }) => timestamp));
    const system = at('pbx');
    expect(system.size).to.be.greaterThan(0);
    for (const line of ['sales', 'support', 'billing']) expect(at(line)).to.deep.equal(system);
  });
});
