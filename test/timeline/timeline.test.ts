import { expect } from 'chai';
import { createSimulation } from '../../src/simulate/simulation.ts';
import type { Plan } from '../../src/model/plan.ts';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
import { constant, rowsIn, valuesOf, withLayers, type Written } from '../support/metric.ts';
import { planOf, type Row, rowsOf, scenarioOf, streamOf } from '../support/scenario.ts';

const t = (time: string): number => Date.parse(time);

const probe = {
  metrics: {
    status: {
      while_down: 'keep',
      decimals: 0,
      layers: [
        constant(100),
        constant(50, { op: 'set', when: { state: 'degraded' } }),
        constant(0, { op: 'set', when: { state: 'down' } }),
      ],
    },
  },
};

const TREE = [
  { id: 'host', type: 'host', pattern: 'probe' },
  { id: 'vm', type: 'vm', parent: 'host', pattern: 'probe' },
  { id: 'svc', type: 'service', parent: 'vm', pattern: 'probe' },
];

function estate(more: Written, assets: readonly Written[] = TREE): Written {
  return withLayers(
    [],
    {},
    {
      patterns: { probe },
      assets,
      streams: [
        { kind: 'polls', to: 'polls', status: 'status' },
        { kind: 'incidents', to: 'incidents' },
      ],
      ...more,
    },
  );
}

const outage = (id: string, select: Written, at: string, length: string, more: Written = {}): Written => ({
  id,
  select,
  at: [at],
  for: length,
  state: 'down',
  ...more,
});

const incidents = (written: Written, options = {}) => rowsIn(written, 'incidents', options);

/** Status of an asset at an instant. */
function statusOf(written: Written): (asset: string, time: string) => number {
  const rows = rowsIn(written, 'polls');
  return (asset, time) => rows.find((row) => row.asset_id === asset && row.timestamp === t(time))!.value as number;
}

const find = (rows: readonly Row[], asset: string) => rows.filter((row) => row.asset_id === asset);

describe('timelines', () => {
  it('14: windows, episodes and hours are half open', () => {
    const status = statusOf(estate({ episodes: [outage('e', { ids: ['host'] }, '2025-02-05T10:00', '5m')] }));
    const times = ['09:59', '10:00', '10:04', '10:05'].map((time) => status('host', `2025-02-05T${time}Z`));
    expect(times).to.deep.equal([100, 0, 0, 100]);
    const hours = valuesOf(withLayers([constant(1, { when: { hours: '09:00-17:00' } })]));
    expect(['08:59', '09:00', '16:59', '17:00'].map((time) => hours.at(`2025-02-05T${time}Z`))).to.deep.equal([
      0, 1, 1, 0,
    ]);
  });

  it('18: every: 15m is on the UTC epoch; every: hour and day on the local clock', () => {
    const starts = (timing: Written, zone: string) =>
      incidents(
        estate({
          timezone: zone,
          episodes: [{ id: 'e', select: { ids: ['svc'] }, ...timing, for: '1m', state: 'down' }],
        }),
      ).map(({ start }) => start as number);
    expect(starts({ every: '45m' }, 'Asia/Kathmandu').every((start) => start % (45 * MINUTE) === 0)).to.equal(true);
    expect(
      new Set(starts({ every: 'hour', at: '0m' }, 'Asia/Kathmandu').map((start) => (start / MINUTE) % 60)),
    ).to.deep.equal(new Set([15]));
    // 00:00 in Kathmandu is 18:15 in UTC.
    expect(
      new Set(starts({ every: 'day', at: '00:00' }, 'Asia/Kathmandu').map((start) => (start % DAY) / MINUTE)),
    ).to.deep.equal(new Set([18 * 60 + 15]));
  });

  it('20: an instant without offset is local to the asset; with Z or offset it is absolute', () => {
    const assets = [
      { id: 'rome', pattern: 'probe', timezone: 'Europe/Rome' },
      { id: 'utc', pattern: 'probe' },
    ];
    const at = (time: string) =>
      incidents(estate({ episodes: [{ id: 'e', at: [time], for: '1m', state: 'down' }] }, assets)).map(
        ({ start }) => start,
      );
    expect(at('2025-02-05T10:00')).to.deep.equal([t('2025-02-05T09:00Z'), t('2025-02-05T10:00Z')]);
    expect(at('2025-02-05T10:00Z')).to.deep.equal([t('2025-02-05T10:00Z'), t('2025-02-05T10:00Z')]);
    expect(at('2025-02-05T10:00+02:00')).to.deep.equal([t('2025-02-05T08:00Z'), t('2025-02-05T08:00Z')]);
  });

  it('21: a local time that does not exist moves later by the gap; one that exists twice is the first; a day has one', () => {
    const starts = (from: string) =>
      incidents(
        estate({
          timezone: 'Europe/Rome',
          time: { start: from, duration: '4d', step: '1m' },
          downtime: [{ id: 'nightly', select: { ids: ['svc'] }, every: 'day', at: '02:30', for: '30m' }],
        }),
      ).map(({ start }) => new Date(start as number).toISOString());
    expect(starts('2025-03-29')).to.deep.equal([
      '2025-03-29T01:30:00.000Z',
      '2025-03-30T01:30:00.000Z', // 03:30
      '2025-03-31T00:30:00.000Z',
      '2025-04-01T00:30:00.000Z',
    ]);
    expect(starts('2025-10-25')).to.deep.equal([
      '2025-10-25T00:30:00.000Z',
      '2025-10-26T00:30:00.000Z', // the first 02:30
      '2025-10-27T01:30:00.000Z',
      '2025-10-28T01:30:00.000Z',
    ]);
  });

  it('22: `for` counts elapsed time; `hours` tests the wall clock of each instant', () => {
    const zone = { timezone: 'Europe/Rome', time: { start: '2025-10-26', duration: '1d', step: '1m' } };
    const [only] = incidents(
      estate({ ...zone, downtime: [{ id: 'd', select: { ids: ['svc'] }, every: 'day', at: '02:30', for: '1h' }] }),
    );
    expect((only!.end as number) - (only!.start as number)).to.equal(HOUR);
    // The hour from 02:00 to 03:00 comes twice in autumn and never in spring.
    const inHour = withLayers([constant(1, { when: { hours: '02:00-03:00' } })], {}, zone);
    expect(
      valuesOf(inHour)
        .all()
        .filter((value) => value === 1).length,
    ).to.equal(120);
    const spring = withLayers(
      [constant(1, { when: { hours: '02:00-03:00' } })],
      {},
      { ...zone, time: { start: '2025-03-30', duration: '23h', step: '1m' } },
    );
    expect(
      valuesOf(spring)
        .all()
        .filter((value) => value === 1).length,
    ).to.equal(0);
  });

  it('23: hours past midnight belong to the day on which they start; 24:00 is a legal end', () => {
    const nights = valuesOf(withLayers([constant(1, { when: { days: 'mon-fri', hours: '22:00-06:00' } })]));
    const at = (time: string) => nights.at(`2025-02-${time}Z`);
    // 3 February is a Monday.
    expect([at('03T03:00'), at('03T22:00'), at('04T05:59'), at('04T06:00')]).to.deep.equal([0, 1, 1, 0]);
    expect([at('08T03:00'), at('08T22:00'), at('09T03:00')], 'Saturday').to.deep.equal([1, 0, 0]);
    const evening = valuesOf(withLayers([constant(1, { when: { hours: '22:00-24:00' } })]));
    expect([evening.at('2025-02-05T23:59Z'), evening.at('2025-02-06T00:00Z')]).to.deep.equal([1, 0]);
  });

  it('25: an episode that began before the window still acts in it, with its true, unclipped times', () => {
    const written = estate({
      episodes: [
        outage('early', { ids: ['svc'] }, '2025-02-02T20:00', '6h'),
        outage('late', { ids: ['svc'] }, '2025-02-09T23:00', '5h'),
        outage('before', { ids: ['svc'] }, '2025-02-02T20:00', '4h'),
        outage('after', { ids: ['svc'] }, '2025-02-10T00:00', '4h'),
      ],
    });
    const found = incidents(written).map(({ kind, start, end }) => [kind, start, end]);
    expect(found).to.deep.equal([
      ['early', t('2025-02-02T20:00Z'), t('2025-02-03T02:00Z')],
      ['late', t('2025-02-09T23:00Z'), t('2025-02-10T04:00Z')],
    ]);
    const status = statusOf(written);
    expect([status('svc', '2025-02-03T01:59Z'), status('svc', '2025-02-03T02:00Z')]).to.deep.equal([0, 100]);
  });

  it('25: a window that grows, either way, neither loses nor repeats an incident', () => {
    const written = estate({ reliability: [{ uptime: '80%', repair: '5h' }] });
    const plan: Plan = planOf(scenarioOf(written));
    const stream = streamOf(plan, 'incidents');
    const ids = (rows: readonly Row[]) => rows.map(({ incident_id: id }) => id as string);
    const whole = ids(rowsOf(createSimulation(plan), stream, plan.period));
    for (const days of [1, 3, 5]) {
      const [early, late] = [
        { from: plan.period.from, to: plan.period.from + days * DAY },
        { from: plan.period.from + days * DAY, to: plan.period.to },
      ];
      for (const [first, then] of [
        [early, late],
        [late, early],
      ] as const) {
        const simulation = createSimulation(plan);
        const parts = [
          ...ids(rowsOf(simulation, stream, first)),
          ...ids(rowsOf(simulation, stream, then, stream.series, [first])),
        ];
        expect(parts.sort()).to.deep.equal([...whole].sort());
      }
    }
  });

  it('26: state is the worst of own and inherited; degraded is inherited as degraded', () => {
    const written = estate({
      episodes: [
        outage('slow', { ids: ['host'] }, '2025-02-05T10:00', '30m', { state: 'degraded' }),
        outage('dead', { ids: ['vm'] }, '2025-02-05T10:10', '10m', { planned: true }),
      ],
    });
    const status = statusOf(written);
    const at = (time: string) => TREE.map(({ id }) => status(id, `2025-02-05T${time}Z`));
    expect(at('10:05')).to.deep.equal([50, 50, 50]);
    expect(at('10:15')).to.deep.equal([50, 0, 0]);
    expect(at('10:25')).to.deep.equal([50, 50, 50]);
    expect(at('10:30')).to.deep.equal([100, 100, 100]);
  });

  it('27: uptime is the share that own unplanned faults leave up; planned and inherited come on top', () => {
    const written = estate({
      time: { start: '2025-01-01', duration: '364d', step: '1h' },
      reliability: [{ select: { type: ['host', 'vm'] }, uptime: '99%', repair: { mean: '8m' }, degraded_share: '30%' }],
      downtime: [{ id: 'd', select: { ids: ['vm'] }, every: 'day', at: '03:00', for: '24m' }],
    });
    const rows = incidents(written);
    const share = (asset: string, keep: (row: Row) => boolean) =>
      find(rows, asset)
        .filter(keep)
        .reduce((sum, { start, end }) => sum + (end as number) - (start as number), 0) /
      (364 * DAY);
    // E[D²] ≤ e·E[D]², and the variance of the share lost is at most λE[D²]/T.
    const rate = -Math.log(0.99) / 8;
    const error = 6 * Math.sqrt((rate * Math.E * 64) / (364 * 1440));
    const lost = rate * 8;
    expect(share('host', ({ kind }) => kind === 'fault')).to.be.within(lost - error, lost + error);
    expect(share('vm', ({ kind, root_incident_id: root }) => kind === 'fault' && root === null)).to.be.within(
      lost - error,
      lost + error,
    );
    expect(share('vm', ({ planned }) => planned === true)).to.be.closeTo(1 / 60, 1e-6);
    expect(find(rows, 'svc').every(({ root_incident_id: root }) => root !== null)).to.equal(true);
    expect(new Set(find(rows, 'host').map(({ state }) => state))).to.deep.equal(new Set(['down', 'degraded']));
    expect(find(rows, 'host').every(({ planned }) => planned === false)).to.equal(true);
  });

  it('28: fault starts and lengths are real-valued; a poll reads the state at its instant', () => {
    const rows = incidents(
      estate({ reliability: [{ select: { ids: ['svc'] }, uptime: '95%', repair: { mean: '8m' } }] }),
    );
    expect(rows.length).to.be.above(20);
    for (const name of ['start', 'end'] as const) {
      expect(rows.filter((row) => (row[name] as number) % 1000 === 0).length).to.be.below(3);
    }
    const short = estate({ episodes: [outage('e', { ids: ['svc'] }, '2025-02-05T10:00:30', '20s')] });
    const status = statusOf(short);
    expect([status('svc', '2025-02-05T10:00Z'), status('svc', '2025-02-05T10:01Z')]).to.deep.equal([100, 100]);
  });

  it('32: one incident per affected asset and cause; cause is the nearest, root the first', () => {
    const rows = incidents(estate({ episodes: [outage('e', { ids: ['host'] }, '2025-02-05T10:00', '5m')] }));
    const shown = rows.map(({ asset_id: asset, cause, incident_id: id, root_incident_id: root }) => [
      asset,
      cause,
      id,
      root,
    ]);
    expect(shown).to.deep.equal([
      ['host', 'host', 'host/host/e/20250205T1000', null],
      ['vm', 'host', 'vm/host/e/20250205T1000', 'host/host/e/20250205T1000'],
      ['svc', 'vm', 'svc/host/e/20250205T1000', 'host/host/e/20250205T1000'],
    ]);
  });

  it('32: a root occurrence that arrives by two ways is one incident; 33: its cause is the earlier start, then the id', () => {
    const assets = [
      { id: 'power', type: 'power', pattern: 'probe' },
      { id: 'left', type: 'switch', pattern: 'probe', depends_on: { all: ['power'] } },
      { id: 'right', type: 'switch', pattern: 'probe', depends_on: { all: ['power'] } },
      { id: 'app', type: 'app', pattern: 'probe', depends_on: { all: ['right', 'left'] } },
    ];
    const episodes = [outage('e', { ids: ['power'] }, '2025-02-05T10:00', '30m')];
    const app = (more: Written) => find(incidents(estate({ episodes, ...more }, assets)), 'app');
    expect(app({}).map(({ cause }) => cause)).to.deep.equal(['left']);
    const late = app({ dependencies: [{ select: { ids: ['left'] }, down_after: '5m', up_after: '10m' }] });
    expect(late.map(({ cause, start, end }) => [cause, start, end])).to.deep.equal([
      ['right', t('2025-02-05T10:00Z'), t('2025-02-05T10:40Z')],
    ]);
  });

  it('a cause becomes [start + down_after, end + up_after), and nothing where that is empty', () => {
    const written = (length: string) =>
      estate({
        episodes: [outage('e', { ids: ['host'] }, '2025-02-05T10:00', length)],
        dependencies: [{ select: { ids: ['vm'] }, down_after: '10m', up_after: '3m' }],
      });
    const [vm] = find(incidents(written('30m')), 'vm');
    expect([vm!.start, vm!.end]).to.deep.equal([t('2025-02-05T10:10Z'), t('2025-02-05T10:33Z')]);
    expect(find(incidents(written('7m')), 'vm')).to.deep.equal([]);
  });

  it('an asset with depends_on: {} inherits nothing', () => {
    const alone = [...TREE.slice(0, 2), { ...TREE[2]!, depends_on: {} }];
    const rows = incidents(estate({ episodes: [outage('e', { ids: ['host'] }, '2025-02-05T10:00', '5m')] }, alone));
    expect(rows.map(({ asset_id: asset }) => asset)).to.deep.equal(['host', 'vm']);
  });

  it('34: a job on an asset that is down at its start is recorded as failed; no job is skipped', () => {
    const written = estate({
      episodes: [outage('e', { ids: ['host'] }, '2025-02-05T00:00', '24h')],
      streams: [{ kind: 'jobs', to: 'jobs', metric: 'backup', daily: '01:00-04:00', success: '100%' }],
    });
    const rows = rowsIn(written, 'jobs');
    expect(rows.length).to.equal(3 * 7);
    for (const { timestamp, value } of rows) {
      const down = (timestamp as number) >= t('2025-02-05') && (timestamp as number) < t('2025-02-06');
      expect(value).to.equal(down ? 0 : 1);
    }
  });

  it('35: a job keeps one whole minute, and a changed rate flips only what it must', () => {
    const jobs = (success: string) =>
      rowsIn(
        estate({
          time: { start: '2025-01-01', duration: '60d', step: '1m' },
          streams: [{ kind: 'jobs', to: 'jobs', metric: 'backup', daily: '01:00-04:00', success }],
        }),
        'jobs',
      );
    const [low, high] = [jobs('60%'), jobs('90%')];
    for (const [i, row] of low.entries()) {
      expect(row.timestamp).to.equal(high[i]!.timestamp);
      expect(high[i]!.value).to.be.at.least(row.value as number);
    }
    const slots = new Set(
      low.map(({ asset_id: asset, timestamp }) => `${asset as string} ${(timestamp as number) % DAY}`),
    );
    expect(slots.size).to.equal(3);
    for (const slot of slots) expect(Number(slot.split(' ')[1]) % MINUTE).to.equal(0);
  });

  it('36: modifiers multiply, all that hold, and the product is limited to [0, 1]', () => {
    const share = (success: string, modifiers: readonly Written[]) => {
      const written = estate({
        time: { start: '2024-01-01', duration: '600d', step: '1m' },
        streams: [{ kind: 'jobs', to: 'jobs', metric: 'backup', daily: '01:00-04:00', success, modifiers }],
      });
      const values = rowsIn(written, 'jobs').map(({ value }) => value as number);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const within = (found: number, p: number) =>
      expect(found).to.be.within(p - 6 * Math.sqrt((p * (1 - p)) / 1800), p + 6 * Math.sqrt((p * (1 - p)) / 1800));
    const all = { hours: '00:00-24:00' };
    within(
      share('80%', [
        { when: all, times: 0.5 },
        { when: all, times: 0.5 },
      ]),
      0.2,
    );
    within(
      share('80%', [
        { when: all, times: 0.5 },
        { when: { hours: '12:00-13:00' }, times: 0 },
      ]),
      0.4,
    );
    expect(share('80%', [{ when: all, times: 3 }])).to.equal(1);
    expect(share('80%', [{ when: all, times: 0 }])).to.equal(0);
  });

  it('37: 2/h is an intensity while `during` holds; 10/week the expected number, spread over where it holds', () => {
    const count = (rate: string, during: Written) =>
      incidents(
        estate({
          timezone: 'Europe/Rome',
          time: { start: '2025-02-03', duration: '364d', step: '1h' },
          episodes: [{ id: 'e', select: { ids: ['svc'] }, rate, during, label: 'x' }],
        }),
      ).map(({ start }) => start as number);
    const near = (found: number, expected: number) =>
      expect(found).to.be.within(expected - 6 * Math.sqrt(expected), expected + 6 * Math.sqrt(expected));
    const office = { days: 'mon-fri', hours: '09:00-17:00' };
    near(count('2/h', office).length, 52 * 40 * 2);
    near(count('10/week', office).length, 520);
    near(count('10/week', { hours: '00:00-24:00' }).length, 520);
    near(count('3/day', office).length, 260 * 3);
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Rome',
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    for (const start of count('10/week', office)) {
      const [day, hour] = clock.format(start).split(', ') as [string, string];
      expect(['Sat', 'Sun']).to.not.include(day);
      expect(Number(hour)).to.be.within(9, 16);
    }
  });

  it('39: of two reliabilities for one asset the later wins; episodes add up', () => {
    const rules = (...list: Written[]) => incidents(estate({ reliability: list })).length;
    const bad = { uptime: '80%', repair: '10m' };
    const never = { select: { ids: ['host', 'vm', 'svc'] }, uptime: '100%', repair: '10m' };
    expect(rules(bad)).to.be.above(100);
    expect(rules(bad, never)).to.equal(0);
    expect(rules(never, bad)).to.equal(rules(bad));
    const two = [
      outage('one', { ids: ['svc'] }, '2025-02-05T10:00', '5m'),
      outage('two', { ids: ['svc'] }, '2025-02-05T10:02', '5m'),
    ];
    expect(incidents(estate({ episodes: two })).length).to.equal(2);
  });

  it('assets that share a scope share its occurrences', () => {
    const starts = (per: string) => {
      const rows = incidents(
        estate({ episodes: [{ id: 'e', select: { type: ['vm', 'service'] }, rate: '3/day', per, label: 'x' }] }),
      );
      return ['vm', 'svc'].map((asset) => find(rows, asset).map(({ start }) => start));
    };
    const [own, shared] = [starts('asset'), starts('all')];
    expect(own[0]).to.not.deep.equal(own[1]);
    expect(shared[0]).to.deep.equal(shared[1]);
    expect(shared[0]!.length).to.be.above(5);
  });

  it('10: {mean: 8m} alone is lognormal, sigma 1, with a maximum of 20 times the mean, which it keeps after the cut', () => {
    const written = estate({
      time: { start: '2020-01-01', duration: '1500d', step: '1h' },
      episodes: [{ id: 'e', select: { ids: ['host'] }, rate: '10/day', for: { mean: '8m' }, label: 'x' }],
    });
    const lengths = find(incidents(written), 'host').map(
      ({ start, end }) => ((end as number) - (start as number)) / MINUTE,
    );
    const mean = lengths.reduce((sum, x) => sum + x, 0) / lengths.length;
    const logs = lengths.map(Math.log).sort((a, b) => a - b);
    // Var(D) < 64·(e − 1); a share of 16 % lies one sigma below the median.
    expect(mean).to.be.within(
      8 - 6 * Math.sqrt((64 * 1.72) / lengths.length),
      8 + 6 * Math.sqrt((64 * 1.72) / lengths.length),
    );
    expect(Math.max(...lengths)).to.be.at.most(160);
    const [low, middle] = [logs[Math.floor(0.1587 * logs.length)]!, logs[Math.floor(0.5 * logs.length)]!];
    expect(middle - low).to.be.closeTo(1, 0.1);
  });
});
