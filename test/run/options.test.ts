import { expect } from 'chai';
import { HOUR } from '../../src/model/units.ts';
import { parseParameters, parseSeed, planOptions } from '../../src/run/options.ts';
import { selectedNames, selectStreams } from '../../src/run/selection.ts';
import { day, plan, scenario, stream } from './plans.ts';

describe('flags of time', () => {
  const clock = Date.parse('2025-02-09T10:30:17.250Z');
  const read = (flags: Parameters<typeof planOptions>[0]) => planOptions(flags, scenario, clock);

  it('are read in the zone of the scenario', () => {
    expect(read({ from: '2025-02-01' }).from).to.equal(Date.parse('2025-01-31T23:00:00Z'));
    expect(read({ from: '2025-02-01T08:00Z' }).from).to.equal(Date.parse('2025-02-01T08:00:00Z'));
    expect(read({ until: 'today' }).until).to.equal(Date.parse('2025-02-08T23:00:00Z'));
    expect(read({ until: 'now' }).until).to.equal(Date.parse('2025-02-09T10:30:00Z'));
  });

  it('read no clock beside --now', () => {
    const frozen = read({ now: '2024-07-01T00:30+02:00', until: 'today', days: 3, seed: '9' });
    expect(frozen).to.deep.equal({
      now: Date.parse('2024-06-30T22:30:00Z'),
      until: Date.parse('2024-06-30T22:00:00Z'),
      duration: 72 * HOUR,
      seed: 9,
    });
  });

  it('are refused where they say too much or nothing', () => {
    const bad = [
      { days: 1, from: '2025-01-01', until: '2025-01-02' },
      { from: 'yesterday' },
      { until: '2025-02-30' },
      { now: '25:00' },
      { seed: '-1' },
      { seed: '1.5' },
      { seed: '9007199254740992' },
    ];
    for (const flags of bad)
      expect(() => read(flags), JSON.stringify(flags))
        .to.throw()
        .with.property('exit', 2);
  });

  it('draw a seed that can be typed again', () => {
    const seed = parseSeed('random');
    expect(parseSeed(String(seed))).to.equal(seed);
  });
});

describe('--param', () => {
  it('splits at the first equals sign', () => {
    expect(parseParameters(['a=1', 'b=x=y', 'c='])).to.deep.equal({ a: '1', b: 'x=y', c: '' });
  });

  it('is refused without a name or a value, and twice', () => {
    for (const pairs of [['a'], ['=1'], ['a=1', 'a=2']]) {
      expect(() => parseParameters(pairs))
        .to.throw()
        .with.property('exit', 2);
    }
  });
});

describe('--only', () => {
  const period = day(0, 1);
  const first = { ...stream('metrics', 'web', 'a', period), preset: 'polls' };
  const second = { ...stream('metrics', 'polls', 'ab', period), preset: 'polls' };
  const third = { ...stream('events', 'polls.3', 'a', period), preset: 'polls' };
  const assets = stream('assets', 'assets', 'ab', period);
  const whole = plan(period, first, second, third, assets);
  const chosen = (...names: string[]) => selectStreams(whole, names).streams.map(({ id }) => id);

  it('names streams by id, else by kind', () => {
    expect(chosen('polls')).to.deep.equal(['polls']);
    expect(selectStreams(plan(period, first, third), ['polls']).streams).to.have.length(2);
    expect(chosen('assets', 'web')).to.deep.equal(['web', 'assets']);
    expect(() => chosen('metrics'))
      .to.throw('metrics')
      .with.property('exit', 2);
  });

  it('has short forms, which add up', () => {
    expect(selectedNames({})).to.equal(null);
    expect(selectedNames({ only: 'a, b', 'backup-only': true })).to.deep.equal(['a', 'b', 'jobs']);
    expect(selectedNames({ 'assets-only': true, 'polling-only': true })).to.deep.equal(['assets', 'polls']);
    expect(() => selectedNames({ only: ' ,' })).to.throw();
  });

  it('counts what is left, and keeps the digest of the whole', () => {
    const part = selectStreams(whole, ['polls', 'assets']);
    expect(part.records).to.equal(second.records + assets.records);
    expect(part.tables.map(({ name }) => name)).to.deep.equal(['polls', 'assets']);
    expect(part.cells).to.equal(2);
    expect(part.digest).to.equal(whole.digest);
  });
});
