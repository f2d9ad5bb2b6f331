import { expect } from 'chai';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { NOW, planOf, type Row, rowsOf, scenarioOf, streamOf } from '../support/scenario.ts';
import { DAYS, inRome, MACHINES, MINUTES_A_DAY, pmi, type PmiData, readPmi, SEEDS, TYPES } from './data.ts';

/** As the seeder's document shows one of each. */
const DOCUMENTED: readonly Row[] = [
  {
    asset_id: 'pve-node-01',
    asset_type: 'proxmox_node',
    hostname: 'PVE-HOST-01',
    data: {
      status: 'running',
      cpu_cores: 32,
      memory_gb: 128,
      storage_gb: 2000,
      hypervisor_version: '7.4-3',
      cluster_name: 'production',
    },
  },
  {
    asset_id: 'vm-101',
    asset_type: 'vm',
    hostname: 'DB-SERVER-PROD',
    data: {
      status: 'running',
      cpu_cores: 8,
      memory_gb: 32,
      storage_gb: 500,
      hypervisor: 'pve-node-01',
      os: 'Ubuntu 22.04 LTS',
    },
  },
  {
    asset_id: 'ct-201',
    asset_type: 'container',
    hostname: 'CACHE-SERVER-01',
    data: { status: 'running', cpu_cores: 2, memory_gb: 8, container_type: 'LXC', os: 'Ubuntu 22.04 LTS' },
  },
  {
    asset_id: 'physical-01',
    asset_type: 'physical_host',
    hostname: 'BACKUP-SERVER-01',
    data: {
      status: 'running',
      cpu_cores: 16,
      memory_gb: 64,
      manufacturer: 'Dell',
      model: 'PowerEdge R740',
      location: 'Datacenter Rack A1',
    },
  },
  {
    asset_id: 'svc-mysql-101',
    asset_type: 'service',
    service_name: 'MySQL Database',
    data: { parent_asset_id: 'vm-101', status: 'running', service_type: 'database', port: 3306 },
  },
  {
    asset_id: 'backup-job-001',
    asset_type: 'acronis_backup_job',
    data: {
      job_name: 'Daily VM Backup',
      status: 'running',
      schedule: 'daily_2am',
      target_assets: ['vm-101', 'vm-102', 'vm-103'],
      backup_type: 'incremental',
      retention_days: 30,
    },
  },
];

/** Names and types of what stands in an object. */
const shapeOf = (row: Row) =>
  Object.entries(row)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? 'list' : typeof value}`)
    .sort();

describe('PMI: what is recorded', () => {
  const plan = planOf(pmi);
  const simulation = createSimulation(plan);
  const rows = (id: string) => rowsOf(simulation, streamOf(plan, id), plan.period);
  const assets = rows('assets');

  it('14 days, from local midnight to local midnight', () => {
    expect([plan.period.from, plan.period.to].map(inRome)).to.deep.equal([
      { date: '2025-01-26', time: '00:00:00', minute: 0 },
      { date: '2025-02-09', time: '00:00:00', minute: 0 },
    ]);
    expect(plan.step).to.equal(60_000);
  });

  it('34 assets: 10 machines of four types, 22 services, 2 backup jobs', () => {
    const counts: { [type: string]: number } = {};
    for (const row of assets) {
      const type = row.asset_type as string;
      counts[type] = (counts[type] ?? 0) + 1;
    }
    expect(counts).to.deep.equal(TYPES);
    expect(new Set(assets.map(({ asset_id: id }) => id)).size).to.equal(34);
  });

  it('604,800 metrics, 645,120 polls of two records each, 140 backups: 1,895,214 records with the assets', () => {
    const counts = Object.fromEntries(plan.streams.map(({ id, records }) => [id, records]));
    const { incidents, ...others } = counts;
    expect(others).to.deep.equal({ assets: 34, metrics: 604_800, polls: 1_290_240, jobs: 140 });
    expect(plan.records - incidents!).to.equal(1_895_214);
    expect(incidents).to.be.above(0);
    for (const [id, records] of Object.entries(counts)) {
      let made = 0;
      const stream = streamOf(plan, id);
      for (const batch of simulation.records({ stream, series: stream.series, range: plan.period }, []).batches()) {
        made += batch.count;
      }
      expect(made, id).to.equal(records);
    }
  });

  it('one of each type reads as the document shows it', () => {
    for (const documented of DOCUMENTED) {
      const row = assets.find(({ asset_id: id }) => id === documented.asset_id)!;
      expect(row).to.deep.include(documented);
    }
  });

  it('all of a type have the fields of the one that the document shows', () => {
    for (const documented of DOCUMENTED) {
      const same = assets.filter(({ asset_type: type }) => type === documented.asset_type);
      expect(same.length).to.be.above(0);
      for (const row of same) {
        expect(shapeOf(row.data as Row), row.asset_id as string).to.deep.equal(shapeOf(documented.data as Row));
        const named = ['hostname', 'service_name'].filter((name) => row[name] !== null && row[name] !== undefined);
        expect(named).to.deep.equal(['hostname', 'service_name'].filter((name) => name in documented));
        expect((row.data as Row).status).to.equal('running');
      }
    }
  });

  it('services stand on machines, jobs back up machines, and tags say the environment and the type', () => {
    const find = (id: unknown) => assets.find((row) => row.asset_id === id);
    for (const row of assets) {
      const data = row.data as Row;
      if (row.asset_type === 'service') expect(MACHINES).to.include(data.parent_asset_id);
      if (data.hypervisor !== undefined) expect(find(data.hypervisor)!.asset_type).to.equal('proxmox_node');
      for (const target of (data.target_assets ?? []) as string[]) expect(MACHINES).to.include(target);
      if (MACHINES.includes(row.asset_id as string)) {
        expect((row.tags as Row).asset_type).to.equal(row.asset_type);
        expect((row.tags as Row).environment).to.be.oneOf(['production', 'development']);
      }
    }
    expect(new Set(assets.map((row) => row.hostname).filter(Boolean)).size).to.equal(10);
  });

  it('a metric, a poll and a backup have the fields and the unit of the document', () => {
    const hour = { from: plan.period.to - 3_600_000, to: plan.period.to };
    const of = (id: string) => rowsOf(simulation, streamOf(plan, id), hour);
    for (const row of of('metrics')) {
      expect(Object.keys(row)).to.have.members(['asset_id', 'metric_name', 'timestamp', 'value', 'unit', 'tags']);
      expect(row.unit).to.equal('percentage');
      expect(['cpu_usage', 'memory_usage', 'io_wait']).to.include(row.metric_name);
    }
    for (const row of [...of('polls'), ...rows('jobs')]) {
      expect(Object.keys(row)).to.have.members(['asset_id', 'metric_name', 'timestamp', 'value']);
    }
    expect(of('metrics').find((row) => row.asset_id === 'vm-101')).to.deep.include({
      tags: { environment: 'production', asset_type: 'vm' },
    });
    expect(streamOf(plan, 'polls').table).to.equal(streamOf(plan, 'metrics').table);
    expect(streamOf(plan, 'metrics').table.key).to.deep.equal(['asset_id', 'metric_name', 'timestamp']);
  });

  it('every series has a value at each of the 1,440 minutes of each day', () => {
    const data: PmiData = readPmi(SEEDS[1]!, ['metrics', 'polls']);
    let series = 0;
    for (const id of ['metrics', 'polls']) {
      for (const { asset, metric } of streamOf(data.plan, id).series) {
        const values = data.values(asset, metric!);
        expect(values.length).to.equal(DAYS * MINUTES_A_DAY);
        expect(values.every(Number.isFinite), `${asset}/${String(metric)}`).to.equal(true);
        series += 1;
      }
    }
    expect(series).to.equal(10 * 3 + 32 * 2);
  });

  it('the streams of machines leave out the jobs, which nobody measures or polls', () => {
    for (const id of ['metrics', 'polls', 'jobs', 'incidents']) {
      expect(streamOf(plan, id).series.some(({ asset }) => asset.startsWith('backup-job'))).to.equal(false);
    }
  });

  it('other days: 90 of them are 3,888,000 metrics', () => {
    const scenario = scenarioOf({
      version: 1,
      name: 'days',
      time: { end: 'today', duration: '90d', step: '1m' },
      patterns: { p: { metrics: { m: { layers: [{ kind: 'constant', value: 1 }] } } } },
      assets: [{ id: 'a', pattern: 'p' }],
      streams: [{ kind: 'metrics', to: 'm' }],
    });
    expect(planOf(scenario, { now: NOW }).records * 30).to.equal(3_888_000);
    expect(streamOf(planOf(pmi, { duration: 90 * 86_400_000 }), 'metrics').records).to.equal(3_888_000);
  });
});
