import { expect } from 'chai';
import { codes, load, normal } from '../scenario.ts';

const pattern = (layers: string) => ({ patterns: `{load: {metrics: {cpu_usage: {layers: ${layers}}}}}` });
const layersOf = (layers: string, more: { readonly [block: string]: string } = {}) =>
  normal({ ...pattern(layers), ...more }).patterns['load']!.metrics['cpu_usage']!.layers;

describe('the normal form', () => {
  it('keys layers by id, else by kind and ordinal among those of their kind', () => {
    const noise = '{kind: noise, sd: 1}';
    const layers = layersOf(`[{kind: constant, value: 1}, ${noise}, {kind: noise, id: jitter, sd: 1}, ${noise}]`);
    expect(layers.map(({ key }) => key)).to.deep.equal(['constant', 'noise', 'jitter', 'noise.2']);
  });

  it('writes every default out', () => {
    expect(layersOf('[{kind: noise, sd: 1}]')).to.deep.equal([
      {
        kind: 'noise',
        key: 'noise',
        op: 'add',
        when: null,
        rise: 0,
        fall: 0,
        target: null,
        values: { sd: 1, lognormal: null, correlation: null, per: 'asset', lag: { kind: 'constant', value: 0 } },
      },
    ]);
    const { patterns, seed, zone, tables } = normal({});
    expect({ seed, zone, tables }).to.deep.equal({ seed: 0, zone: 'UTC', tables: {} });
    expect(patterns['load']!.metrics['cpu_usage']).to.deep.include({
      unit: null,
      summary: null,
      clamp: { min: null, max: null },
      resolution: { decimals: 2 },
      round: 'nearest',
      whileDown: 'missing',
      emit: true,
      when: null,
      every: null,
    });
  });

  it('merges the catalogue into each metric; the word of the pattern wins', () => {
    const catalogue = '{cpu_usage: {unit: percentage, clamp: [0, 100], decimals: 1, while_down: zero}}';
    const of = (own: string) =>
      normal({
        metrics: catalogue,
        patterns: `{load: {metrics: {cpu_usage: {${own}layers: [{kind: constant, value: 1}]}}}}`,
      }).patterns['load']!.metrics['cpu_usage'];
    expect(of('')).to.deep.include({
      unit: 'percentage',
      clamp: { min: 0, max: 100 },
      resolution: { decimals: 1 },
      whileDown: 'zero',
    });
    expect(of('resolution: 0.25, clamp: [0, null], ')).to.deep.include({
      resolution: { step: 0.25 },
      clamp: { min: 0, max: null },
      unit: 'percentage',
    });
  });

  it('has no names of calendars', () => {
    const [layer] = layersOf('[{kind: constant, value: 1, when: {not: office}}]', {
      calendars: '{office: {days: mon-fri, hours: 09:00-17:00}}',
    });
    expect(layer!.when).to.deep.equal({
      kind: 'not',
      of: {
        kind: 'calendar',
        weekdays: [1, 2, 3, 4, 5],
        monthDays: null,
        dates: null,
        months: null,
        hours: [{ from: 32_400_000, to: 61_200_000 }],
        from: null,
        to: null,
        zone: null,
      },
    });
  });

  it('resolves $names to the nearest: field, variable, trait', () => {
    const traits = '{base: {uniform: [1, 2]}, key: {uniform: [1, 2]}}';
    const [layer] = layersOf('[{kind: constant, value: $base}]', { traits });
    expect(layer!.values['value']).to.deep.equal({ kind: 'reference', of: 'trait', name: 'base' });
    const episodes =
      '[{id: deploy, rate: 1/day, fields: {base: 1, version: "v-$key-$base", type: {one_of: {a: 3, b: 7}}}}]';
    const { episodes: read } = normal({ traits, episodes });
    expect(read[0]!.fields['version']).to.deep.equal({
      kind: 'template',
      parts: [
        'v-',
        { kind: 'reference', of: 'variable', name: 'key' },
        '-',
        { kind: 'reference', of: 'field', name: 'base' },
      ],
    });
    const { streams } = normal({
      traits,
      episodes,
      streams: '[{kind: events, of: deploy, to: e, record: {v: $version, n: $base, t: $type, k: $key}}]',
    });
    expect(streams[0]!.record.map(({ type, value }) => [type, 'of' in value && value.of])).to.deep.equal([
      ['text', 'field'],
      ['number', 'field'],
      ['text', 'field'],
      ['text', 'variable'],
    ]);
  });

  it('keeps data as it is written, with draws in it', () => {
    const { assets } = normal({
      assets:
        '[{id: a, pattern: load, data: {n: 1, list: [x, $type], deep: {zone: {one_of: [a, b]}}, none: null, plain: {mean: 3, max: 4}}}]',
    });
    const data = assets[0]!.data;
    expect(data['n']).to.deep.equal({ kind: 'json', value: 1 });
    expect(data['none']).to.deep.equal({ kind: 'json', value: null });
    expect(data['plain']).to.deep.equal({ kind: 'json', value: { mean: 3, max: 4 } });
    expect(data['list']).to.deep.equal({
      kind: 'list',
      items: [
        { kind: 'json', value: 'x' },
        { kind: 'value', draw: { kind: 'reference', of: 'variable', name: 'type' } },
      ],
    });
    expect(data['deep']).to.have.nested.property('entries.zone.draw.kind', 'one_of');
  });

  it('has one column for each field of an asset, by name, whatever the order of the assets', () => {
    const record = (assets: string) =>
      normal({ assets, streams: '[{kind: assets, to: assets}]' }).streams[0]!.record.map(
        ({ name, type }) => `${name}: ${type}`,
      );
    const a = '{id: a, pattern: load, fields: {hostname: x, rank: 1}}';
    const b = '{id: b, fields: {service: x, rank: {one_of: [1, two]}}}';
    expect(record(`[${a}, ${b}]`)).to.deep.equal(record(`[${b}, ${a}]`));
    expect(record(`[${a}, ${b}]`)).to.deep.equal([
      'asset_id: text',
      'asset_type: text',
      'hostname: text',
      'rank: json',
      'service: text',
      'data: json',
      'tags: json',
    ]);
  });

  it('takes a period of two words out of four', () => {
    const time = (text: string) => normal({ time: text }).time;
    const HOUR = 3_600_000;
    expect(time('{end: now, count: 200, step: 30s}')).to.deep.equal({
      start: null,
      end: { kind: 'now' },
      duration: 6_000_000,
      step: 30_000,
    });
    expect(time('{start: 2025-01-01, duration: 1h}')).to.deep.include({
      start: { kind: 'local', at: '2025-01-01T00:00:00.000' },
      duration: HOUR,
      step: 60_000,
    });
    expect(codes(load({ time: '{end: now}' }))).to.deep.equal(['bad-period']);
  });

  it('expands fleets only in the plan, with $parent for whom they stand on', () => {
    const assets =
      '[{id: host, type: host, pattern: load}, {expand: {over: {type: host}, count: 2, id: "{parent}-{n}"}, depends_on: {all: [$parent]}}]';
    expect(normal({ assets }).assets[1]).to.deep.include({
      id: '{parent}-{n}',
      parent: null,
      dependsOn: { all: ['$parent'] },
    });
    expect(codes(load({ assets: assets.replace('count: 2', 'count: 2, from: -1') }))).to.deep.equal(['out-of-range']);
  });

  it('is plain data', () => {
    const scenario = normal({
      calendars: '{office: {days: mon}}',
      tables: '{metrics: {indexes: [[timestamp]]}}',
      episodes: '[{id: a, rate: 1/day, during: office}]',
    });
    expect(JSON.parse(JSON.stringify(scenario))).to.deep.equal(scenario);
  });
});
