/** Every template is worth keeping: valid, with records in every stream, and what its comment claims is in the data. */
import { expect } from 'chai';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Started } from '../../src/run/init.ts';
import { templates } from '../../src/run/package.ts';
import type { Summary } from '../../src/run/summary.ts';
import { build, seedctl } from '../support/cli.ts';

type Row = { readonly [column: string]: unknown };

const HOUR = 3_600_000;
const at = (text: unknown): number => Date.parse(String(text));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('templates', function () {
  this.timeout(120_000);
  let cwd = '';
  before(() => {
    build();
    cwd = mkdtempSync(join(tmpdir(), 'seedctl-init-'));
  });
  after(() => rmSync(cwd, { recursive: true, force: true }));

  const rows = (template: string, table: string): Row[] => {
    const folder = join(cwd, 'out', template, table);
    return readdirSync(folder)
      .filter((file) => file.endsWith('.ndjson'))
      .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'))
      .map((line) => JSON.parse(line) as Row);
  };

  it('are these', () => {
    expect(templates().map(({ name }) => name)).to.deep.equal([
      ...['minimal', 'infrastructure', 'iot', 'wearables', 'web-shop'],
    ]);
  });

  for (const { name: template } of templates()) {
    it(`${template} is valid as it is written, and has records in every stream`, async () => {
      const init = await seedctl(['init', `my-${template}`, '--from', template, '--json'], { cwd });
      expect(init).to.include({ code: 0, stderr: '' });
      const { path, schema } = JSON.parse(init.stdout) as Started;
      const text = readFileSync(join(cwd, path), 'utf8');
      expect((parse(text) as Row)['name']).to.equal(`my-${template}`);
      expect(text.split('\n')[0]).to.equal(`# yaml-language-server: $schema=./${schema}`);
      expect(JSON.parse(readFileSync(join(cwd, schema), 'utf8'))).to.have.property('definitions');
      expect(await seedctl(['validate', path, '--json'], { cwd })).to.include({ code: 0, stdout: '[]\n' });
      const run = ['run', path, '--to', `ndjson:out/${template}`, '--now', '2025-02-09T00:00:00Z', '--no-log-file'];
      const { code, stdout } = await seedctl([...run, '--json'], { cwd });
      expect(code).to.equal(0);
      for (const { name, records } of (JSON.parse(stdout) as Summary).streams) {
        expect(records, name).to.be.greaterThan(0);
      }
    });
  }

  it('minimal: idle at night, three times as busy in the day', () => {
    const between = (from: number, to: number): number[] =>
      rows('minimal', 'metrics')
        .filter(
          ({ timestamp }) => at(timestamp) % (24 * HOUR) >= from * HOUR && at(timestamp) % (24 * HOUR) < to * HOUR,
        )
        .map(({ value }) => Number(value));
    // Standard error of a mean of hundreds with sd 3: below 0.2.
    expect(mean(between(0, 8))).to.be.closeTo(20, 1);
    expect(mean(between(9, 18))).to.be.closeTo(60, 1);
  });

  it('infrastructure: every poll that is not 100 lies inside an incident, which names where it began', () => {
    const incidents = rows('infrastructure', 'incidents');
    const bad = rows('infrastructure', 'polls').filter(
      ({ metric_name, value }) => metric_name === 'availability' && value !== 100,
    );
    expect(bad).to.not.be.empty;
    const of = (asset: unknown): readonly Row[] => incidents.filter(({ asset_id }) => asset_id === asset);
    const alone = bad.filter(
      ({ asset_id, timestamp }) =>
        !of(asset_id).some(({ start, end }) => at(start) <= at(timestamp) && at(timestamp) < at(end)),
    );
    expect(alone).to.deep.equal([]);
    const inherited = incidents.filter(({ root_incident_id }) => root_incident_id !== null);
    expect(inherited).to.not.be.empty;
    const ids = new Set(incidents.map(({ incident_id }) => incident_id));
    for (const { root_incident_id } of inherited) expect(ids).to.include(root_incident_id);
  });

  it('iot: without a network records come late, and only then', () => {
    const outages = rows('iot', 'outages');
    const readings = rows('iot', 'readings');
    const offline = ({ sensor, measured }: Row): readonly Row[] =>
      outages.filter(
        ({ asset_id, start, end }) => asset_id === sensor && at(start) <= at(measured) && at(measured) < at(end),
      );
    const late = readings.filter(({ measured, received }) => received !== measured);
    expect(late).to.not.be.empty;
    for (const reading of late) {
      // Two may overlap: then it is over with the later.
      const ends = offline(reading).map(({ end }) => at(end));
      expect(ends, JSON.stringify(reading)).to.not.be.empty;
      expect(at(reading['received'])).to.be.within(Math.max(...ends), Math.max(...ends) + 10 * 60_000);
    }
    // All of a greenhouse at once.
    const north = outages.filter(({ asset_id }) => String(asset_id).startsWith('north'));
    expect(north.length).to.equal(12 * new Set(north.map(({ start }) => start)).size);
  });

  it('wearables: asleep nobody takes a step', () => {
    // The latest sleep from 01:00 in Rome, the earliest until 02:45 at the least.
    const night = rows('wearables', 'readings').filter(({ timestamp }) => {
      const hour = (at(timestamp) / HOUR + 1) % 24;
      return hour >= 1 && hour < 2.5;
    });
    const steps = night.filter(({ metric_name }) => metric_name === 'steps').map(({ value }) => Number(value));
    expect(steps.length).to.be.greaterThan(1000);
    expect(Math.max(...steps)).to.equal(0);
    const runs = rows('wearables', 'runs');
    const fast = rows('wearables', 'readings').filter(
      ({ asset_id, metric_name, timestamp }) =>
        metric_name === 'steps' &&
        runs.some(
          ({ person, started, ended }) =>
            person === asset_id && at(started) <= at(timestamp) && at(timestamp) < at(ended),
        ),
    );
    expect(fast).to.not.be.empty;
    expect(new Set(fast.map(({ value }) => value))).to.deep.equal(new Set([160]));
  });

  it('web-shop: nineteen of twenty orders are paid, minutes later and never before', () => {
    const orders = new Map(rows('web-shop', 'orders').map((order) => [order['order'], order]));
    const payments = rows('web-shop', 'payments');
    for (const { order, at: paid } of payments) {
      const found = orders.get(order);
      // One of just before the period is paid in it.
      if (found !== undefined) expect(at(paid) - at(found['at'])).to.be.within(0, HOUR);
    }
    // Five standard deviations of a share of 95 % among more than ten thousand.
    expect(payments.length / orders.size).to.be.closeTo(0.95, 5 * Math.sqrt((0.95 * 0.05) / orders.size));
  });
});
