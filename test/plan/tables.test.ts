import { expect } from 'chai';
import type { Table } from '../../src/model/table.ts';
import { viewsOf } from '../../src/plan/views.ts';
import { constant, withLayers, type Written } from '../support/metric.ts';
import { planOf, PMI, scenarioIn, scenarioOf, streamOf } from '../support/scenario.ts';

const written = (streams: readonly Written[], more: Written = {}): Written =>
  withLayers(
    [],
    {},
    {
      patterns: {
        p: {
          metrics: {
            m: { unit: 'percentage', decimals: 1, layers: [constant(1)] },
            fine: { decimals: 4, layers: [constant(1)] },
          },
        },
      },
      streams,
      ...more,
    },
  );
const planned = (streams: readonly Written[], more: Written = {}) => planOf(scenarioOf(written(streams, more)));
const tableOf = (streams: readonly Written[], more: Written = {}): Table => planned(streams, more).tables[0]!;
const column = (table: Table, name: string) => table.columns.find((one) => one.name === name)!;

const METRICS = { kind: 'metrics', to: 'metrics' };
const JOBS = { kind: 'jobs', to: 'metrics', metric: 'backup', daily: '01:00-04:00', success: '90%' };

describe('tables', () => {
  it('are the union of the records that go there; what one of them lacks may be empty', () => {
    const table = tableOf([METRICS, JOBS]);
    expect(table.columns.map(({ name }) => name)).to.deep.equal([
      'asset_id',
      'metric_name',
      'timestamp',
      'value',
      'unit',
      'tags',
    ]);
    expect(table.columns.filter(({ nullable }) => nullable).map(({ name }) => name)).to.deep.equal(['unit', 'tags']);
    expect(column(tableOf([METRICS]), 'tags').nullable).to.equal(false);
    expect(table.columns.map(({ type }) => type)).to.deep.equal([
      'text',
      'text',
      'timestamp',
      'number',
      'text',
      'json',
    ]);
  });

  it('write as many decimals as the finest metric that goes there', () => {
    expect(column(tableOf([METRICS]), 'value').decimals).to.equal(4);
    expect(column(tableOf([{ ...METRICS, metrics: ['m'] }]), 'value').decimals).to.equal(1);
    expect(column(tableOf([{ ...METRICS, metrics: ['m'] }, JOBS]), 'value').decimals).to.equal(1);
  });

  it('48: the row key is asset, metric and time; of assets the asset, of incidents their id', () => {
    expect(tableOf([METRICS]).key).to.deep.equal(['asset_id', 'metric_name', 'timestamp']);
    expect(tableOf([METRICS, JOBS]).key).to.deep.equal(['asset_id', 'metric_name', 'timestamp']);
    const plan = planned([METRICS, { kind: 'assets', to: 'assets' }, { kind: 'incidents', to: 'incidents' }]);
    expect(plan.tables.slice(1).map(({ key }) => key)).to.deep.equal([['asset_id'], ['incident_id']]);
  });

  it('48: where a record drops a column of the row key there is no key', () => {
    const kept = { device: '$asset', what: '$metric', ts: '$time', value: '$value' };
    expect(tableOf([{ ...METRICS, record: kept }]).key).to.deep.equal(['device', 'what', 'ts']);
    const { what: _, ...dropped } = kept;
    expect(tableOf([{ ...METRICS, record: dropped }]).key).to.equal(null);
    expect(tableOf([{ ...METRICS, record: { ...kept, device: 'x-$asset' } }]).key).to.equal(null);
  });

  it('a record renames, drops and adds', () => {
    const plan = planned([
      {
        ...METRICS,
        record: { device: '$asset', ts: '$time', value: '$value', kind: 'reading', text: '$metric of $asset' },
      },
    ]);
    expect(plan.tables[0]!.columns.map(({ name, type }) => [name, type])).to.deep.equal([
      ['device', 'text'],
      ['ts', 'timestamp'],
      ['value', 'number'],
      ['kind', 'text'],
      ['text', 'text'],
    ]);
    expect(streamOf(plan, 'metrics').keyColumns).to.deep.equal({ asset: 'device', metric: null, time: 'ts' });
  });

  it('keys, indexes and comments may be written', () => {
    const tables = { metrics: { key: ['asset_id', 'timestamp'], indexes: [['timestamp']], comment: 'one value' } };
    const table = tableOf([METRICS], { tables });
    expect([table.key, table.indexes, table.comment]).to.deep.equal([
      ['asset_id', 'timestamp'],
      [['timestamp']],
      'one value',
    ]);
  });

  it('text needs milliseconds only where the step does', () => {
    expect(tableOf([METRICS]).wholeSeconds).to.equal(true);
    expect(tableOf([METRICS], { time: { start: '2025-02-03', duration: '1m', step: '250ms' } }).wholeSeconds).to.equal(
      false,
    );
    expect(planned([{ kind: 'incidents', to: 'incidents' }]).tables[0]!.wholeSeconds).to.equal(false);
  });
});

describe('ready views', () => {
  it('are made from roles: uptime by day of polls, success by type of jobs', () => {
    const views = viewsOf(planOf(scenarioIn(PMI)));
    const columns = { asset: 'asset_id', metric: 'metric_name', time: 'timestamp', value: 'value' };
    expect(views.map((view) => ({ ...view, table: view.table.name }))).to.deep.equal([
      {
        kind: 'uptime',
        name: 'uptime_by_day',
        table: 'metrics',
        columns,
        metric: 'availability_status',
        values: { up: 100, degraded: 50, down: 0 },
      },
      {
        kind: 'jobs',
        name: 'backup_status_by_type',
        table: 'metrics',
        columns,
        metric: 'backup_status',
        assets: { table: (views[1] as { assets: { table: Table } }).assets.table, id: 'asset_id', type: 'asset_type' },
      },
    ]);
  });

  it('have names of their own, follow renamed columns, and are left out where a record lacks what they need', () => {
    const polls = (more: Written = {}) => ({ kind: 'polls', to: 'polls', status: 'm', ...more });
    const record = { device: '$asset', what: '$metric', ts: '$time', v: '$value' };
    const views = viewsOf(planned([polls(), polls({ to: 'others', record, values: { up: 1, degraded: 2, down: 3 } })]));
    expect(views.map(({ name }) => name)).to.deep.equal(['uptime_by_day', 'uptime_by_day_2']);
    expect(views[1]).to.deep.include({
      columns: { asset: 'device', metric: 'what', time: 'ts', value: 'v' },
      values: { up: 1, degraded: 2, down: 3 },
    });
    const { ts: _, ...without } = record;
    expect(viewsOf(planned([polls({ record: without })]))).to.deep.equal([]);
  });

  it('without a stream of assets success is by asset', () => {
    const [view] = viewsOf(planned([JOBS]));
    expect(view).to.deep.include({ kind: 'jobs', name: 'backup_by_type', assets: null });
  });
});
