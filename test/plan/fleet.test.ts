import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Plan } from '../../src/model/plan.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { DAY } from '../../src/model/units.ts';
import { countThrough } from '../../src/run/tally.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { createAssets } from '../../src/timeline/assets.ts';
import { memberId, membersNamed } from '../../src/timeline/member.ts';
import { linesOf, loadFile, planOf, rowsOf, scenarioOf, streamOf } from '../support/scenario.ts';

const IOT = join(import.meta.dirname, '../../scenarios/iot-fleet.yaml');

function iot(sensors: number): Scenario {
  const { scenario, diagnostics } = loadFile(IOT, { sensors: String(sensors), days: '12' });
  if (scenario === null) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

/** Racks, hosts over racks, virtual machines over hosts, and services whose ids do not say where they stand. */
const NESTED = scenarioOf({
  version: 1,
  name: 'nested',
  seed: 3,
  timezone: 'Europe/Rome',
  time: { start: '2025-02-03', duration: '4d', step: '10m' },
  traits: { size: { uniform: [1, 9] } },
  metrics: { load: { decimals: 2 }, heat: { decimals: 1, while_down: 'keep' } },
  assets: [
    {
      expand: { over: { type: 'rack' }, count: 3, id: '{parent}{n}', from: 10 },
      type: 'host',
      pattern: 'work',
      data: { rack: '$parent' },
    },
    {
      expand: { over: { type: 'host' }, count: 2, id: '{parent}-vm{n:02}' },
      type: 'vm',
      pattern: ['work', 'warm'],
      data: { of: '$parent.data.rack', size: '$size' },
    },
    { expand: { count: 2, id: 'rack{n}' }, type: 'rack', tags: { site: { one_of: ['east', 'west'] } } },
    { expand: { over: { type: ['host', 'vm'] }, count: 1, id: 'svc-{hash:6}' }, type: 'service', pattern: 'work' },
  ],
  patterns: {
    work: {
      metrics: {
        load: {
          layers: [
            { kind: 'constant', value: '$size' },
            { kind: 'noise', sd: 1, per: 'parent' },
          ],
        },
      },
    },
    warm: { metrics: { heat: { layers: [{ kind: 'follow', of: 'parent', metric: 'load', lag: '20m' }] } } },
  },
  dependencies: [{ select: { type: 'vm' }, up_after: { uniform: ['1m', '30m'] } }],
  reliability: [{ select: { type: 'rack' }, uptime: '95%', repair: { mean: '2h' } }],
  streams: [
    { kind: 'assets', to: 'assets' },
    { kind: 'metrics', to: 'metrics' },
    { kind: 'incidents', to: 'incidents' },
  ],
});

const NAMES = [
  ['a fleet of sensors', iot(25)],
  ['fleets over fleets', NESTED],
] as const;

const seriesOf = (plan: Plan) =>
  plan.streams.flatMap((stream) => stream.series.map((one) => ({ stream: stream.id, ...one })));

for (const [name, scenario] of NAMES) {
  describe(name, () => {
    const whole = planOf(scenario);
    const simulation = createSimulation(whole);

    it('has as many records as the plan counts', () => {
      for (const stream of whole.streams) {
        const group = { stream, series: stream.series, range: whole.period };
        expect(countThrough(createSimulation(whole).records(group, [])).records, stream.id).to.equal(stream.records);
      }
      expect(whole.records).to.be.greaterThan(1000);
    });

    it('plans an asset alone as it is among all', () => {
      for (const asset of whole.assets) {
        const alone = planOf(scenario, { assets: [asset.id] });
        expect(alone.assets).to.deep.equal([asset]);
        expect(seriesOf(alone)).to.deep.equal(seriesOf(whole).filter((series) => series.asset === asset.id));
      }
      const counts = whole.assets.map(({ id }) => planOf(scenario, { assets: [id] }).records);
      expect(counts.reduce((a, b) => a + b)).to.equal(whole.records);
    });

    it('makes one day of one series alone as it is in the whole', () => {
      for (const asset of [whole.assets.at(0)!, whole.assets.at(7)!, whole.assets.at(-1)!]) {
        const alone = planOf(scenario, { assets: [asset.id] });
        const range = { from: whole.period.from + DAY, to: whole.period.from + 2 * DAY };
        for (const stream of alone.streams) {
          const series = streamOf(whole, stream.id).series.filter((one) => one.asset === asset.id);
          const rows = rowsOf(createSimulation(alone), stream, range);
          expect(rows, `${stream.id} of ${asset.id}`).to.deep.equal(rowsOf(simulation, stream, range, series));
        }
      }
    });

    it('makes the same whatever was made before', () => {
      for (const stream of whole.streams) {
        const forwards = stream.series.map((one) => rowsOf(simulation, stream, whole.period, [one]));
        const fresh = createSimulation(whole);
        const backwards = stream.series.toReversed().map((one) => rowsOf(fresh, stream, whole.period, [one]));
        expect(backwards.toReversed()).to.deep.equal(forwards);
      }
    });

    it('finds each asset by its id, in any order, and no other', () => {
      const assets = createAssets(scenario, whole.seed);
      for (const asset of whole.assets.toReversed()) expect(assets.find(asset.id)).to.deep.equal(asset);
      for (const id of ['', 'dev-000000', 'dev-26', 'dev-0000026', 'rack3', 'rack113', 'svc-000000', 'rack110-vm03']) {
        expect(assets.find(id), id).to.equal(undefined);
      }
    });
  });
}

describe('a fleet that grows', () => {
  it('changes no earlier member', () => {
    const ids = new Set(
      createAssets(iot(6), 7)
        .all()
        .map(({ id }) => id),
    );
    const ofThem = linesOf(planOf(iot(11))).filter((line) => [...ids].some((id) => line.includes(`"${id}"`)));
    expect(ofThem).to.deep.equal(linesOf(planOf(iot(6))));
  });

  it('keeps the digests of earlier members', () => {
    const small = seriesOf(planOf(iot(6)));
    expect(
      seriesOf(planOf(iot(11))).filter(({ id, stream }) => small.some((one) => one.id === id && one.stream === stream)),
    ).to.deep.equal(small);
  });

  it('looks no further back than one of its members', () => {
    const { duration, chain } = planOf(iot(11)).lookback;
    expect(duration).to.equal(3 * DAY);
    expect(chain).to.deep.equal(['dev-000001/temperature', 'dev-000001: dead_radio']);
  });

  it('refuses an asset that it does not have', () => {
    expect(() => planOf(iot(6), { assets: ['dev-000007'] })).to.throw('no asset dev-000007');
  });
});

describe('ids of members', () => {
  it('are read back to who the member is', () => {
    const part = fc.constantFrom('{n}', '{n:3}', '{parent}', '{hash:4}', 'a', '1', '-');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 4 }),
        fc.nat(1200),
        fc.constantFrom('p', 'a1', '12'),
        (parts, n, parent) => {
          const template = ['{n}', ...parts, '{parent}'].join('');
          const found = [...membersNamed(memberId(template, n, parent), template, undefined)];
          expect(found).to.deep.include({ n, parent });
          for (const one of found)
            expect(memberId(template, one.n, one.parent)).to.equal(memberId(template, n, parent));
        },
      ),
    );
  });
});
