/** The PMI scenario says what the seeder that it replaces documents. */
import { expect } from 'chai';
import type { Episode, Scenario } from '../../src/model/scenario.ts';
import { loadShipped, shippedText } from './shipped.ts';

const HOUR = 3_600_000;
const MACHINES = { proxmox_node: 2, vm: 4, container: 2, physical_host: 2 };
const PATTERNS = [
  'stable_with_io_spikes',
  'cpu_spikes_business_hours',
  'high_load_business_hours',
  'memory_leak_pattern',
  'volatile_load',
  'stable_low_load',
  'io_wait_nights',
  'development_pattern',
];

function pmi(): Scenario {
  const { scenario, diagnostics } = loadShipped('pmi-default.yaml');
  expect(diagnostics).to.deep.equal([]);
  return scenario!;
}

describe('the PMI scenario', () => {
  const scenario = pmi();
  const byType = (type: string) => scenario.assets.filter((asset) => asset.type === type);
  const machines = scenario.assets.filter(({ type }) => Object.hasOwn(MACHINES, type));
  const episode = (id: string): Episode => scenario.episodes.find((one) => one.id === id)!;

  it('has 34 assets: 10 machines, 22 services on them, 2 backup jobs', () => {
    expect(scenario.assets).to.have.length(34);
    for (const [type, count] of Object.entries(MACHINES)) expect(byType(type), type).to.have.length(count);
    expect(byType('service')).to.have.length(22);
    expect(byType('acronis_backup_job')).to.have.length(2);
    const ids = machines.map(({ id }) => id);
    for (const service of byType('service')) expect(ids, service.id).to.include(service.parent);
    // Each machine has a service of its own.
    expect(new Set(byType('service').map(({ parent }) => parent)).size).to.equal(10);
  });

  it('names them as the seed does', () => {
    const prefix = {
      proxmox_node: /^pve-node-0\d$/,
      vm: /^vm-10\d$/,
      container: /^ct-20\d$/,
      physical_host: /^physical-0\d$/,
    };
    for (const { id, type, fields } of machines) {
      expect(id).to.match(prefix[type as keyof typeof prefix]);
      expect(Object.keys(fields)).to.deep.equal(['hostname']);
    }
    for (const { id, fields } of byType('service')) {
      expect(id).to.match(/^svc-/);
      expect(Object.keys(fields)).to.deep.equal(['service_name']);
    }
  });

  it('uses each of the eight patterns on a machine, and the probe on all but the jobs', () => {
    const used = new Set(machines.flatMap(({ patterns }) => patterns));
    expect([...used].sort()).to.deep.equal([...PATTERNS, 'probe'].sort());
    for (const { id, type, patterns } of scenario.assets) {
      expect(patterns.includes('probe'), id).to.equal(type !== 'acronis_backup_job');
      expect(
        patterns.filter((name) => name !== 'probe'),
        id,
      ).to.have.length(Object.hasOwn(MACHINES, type) ? 1 : 0);
    }
    for (const name of PATTERNS)
      expect(Object.keys(scenario.patterns[name]!.metrics).sort()).to.deep.equal([
        'cpu_usage',
        'io_wait',
        'memory_usage',
      ]);
  });

  it('has two weeks by the minute, up to today', () => {
    expect(scenario.time).to.deep.equal({
      start: null,
      end: { kind: 'today' },
      duration: 14 * 24 * HOUR,
      step: 60_000,
    });
    expect(scenario.time.duration! / scenario.time.step).to.equal(20_160);
  });

  it('restarts the leaking machine where its memory starts anew, for three minutes', () => {
    const leaking = machines.filter(({ patterns }) => patterns.includes('memory_leak_pattern')).map(({ id }) => id);
    expect(leaking).to.deep.equal(['vm-103']);
    const ramp = scenario.patterns['memory_leak_pattern']!.metrics['memory_usage']!.layers[0]!;
    const restart = episode('weekly_restart');
    expect(restart.select!.ids).to.deep.equal(leaking);
    expect(restart.schedule).to.deep.equal(ramp.values['schedule']);
    expect(restart.length).to.deep.equal({ kind: 'constant', value: 180_000 });
  });

  it('maintains some services from 23:00 for two hours, declares 99.5 % and 99.9 %', () => {
    const { schedule, length, planned } = episode('nightly_maintenance');
    expect(schedule.timing).to.deep.include({
      kind: 'calendar',
      unit: 'day',
      at: { kind: 'constant', value: 23 * HOUR },
    });
    expect([length, planned]).to.deep.equal([{ kind: 'constant', value: 2 * HOUR }, true]);
    const uptimes = scenario.episodes.flatMap(({ select, schedule: { timing } }) =>
      timing.kind === 'uptime' ? [[select!.types, timing.share]] : [],
    );
    expect(uptimes).to.deep.equal([
      [['service'], 0.995],
      [Object.keys({ proxmox_node: 0, physical_host: 0, vm: 0, container: 0 }), 0.999],
    ]);
  });

  it('backs machines up between one and four, with the rates of the seed', () => {
    const backup = episode('backup_status');
    expect(backup.schedule.timing).to.deep.include({ at: { kind: 'constant', value: HOUR }, until: 4 * HOUR });
    const outcome = backup.fields['value']!;
    expect(outcome).to.deep.include({
      success: { proxmox_node: 0.98, physical_host: 0.97, vm: 0.95, container: 0.92 },
    });
    expect(outcome.kind === 'outcome' && outcome.modifiers).to.have.length(4);
  });

  it('sends assets, metrics, polls, jobs and incidents, in the fields of the seed', () => {
    const columns = Object.fromEntries(
      scenario.streams.map(({ id, table, record }) => [id, [table, ...record.map(({ name }) => name)].join(' ')]),
    );
    expect(columns).to.deep.equal({
      assets: 'assets asset_id asset_type hostname service_name data tags',
      metrics: 'metrics asset_id metric_name timestamp value unit tags',
      polls: 'metrics asset_id metric_name timestamp value',
      jobs: 'metrics asset_id metric_name timestamp value',
      incidents: 'incidents incident_id asset_id kind planned label cause because state start end root_incident_id',
    });
  });

  it('means the same whatever the order of its assets', () => {
    const text = shippedText('pmi-default.yaml');
    const [head, rest] = text.split('\nassets:\n') as [string, string];
    const [assets, tail] = rest.split('\n# Planned:') as [string, string];
    const items = assets.split(/^(?= {2}- id: )/m).filter((item) => item.startsWith('  - id:'));
    expect(items).to.have.length(34);
    const turned = `${head}\nassets:\n${items
      .reverse()
      .map((item) => `${item.trimEnd()}\n`)
      .join('')}\n# Planned:${tail}`;
    const other = loadShipped('pmi-default.yaml', { 'pmi-default.yaml': turned }).scenario!;
    const place = { local: { ...scenario.sinks['local']!, place: '' } };
    expect({ ...other, assets: [...other.assets].reverse(), sinks: place }).to.deep.equal({
      ...scenario,
      sinks: place,
    });
  });
});
