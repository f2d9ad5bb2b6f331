/** What definitions show as examples is what the language reads. */
import { expect } from 'chai';
import { layerKinds } from '../../src/language/grammar/layer.ts';
import { libraryFields, scenarioFields } from '../../src/language/grammar/root.ts';
import { sinkKinds } from '../../src/language/grammar/sink.ts';
import { streamKinds } from '../../src/language/grammar/stream.ts';
import { At } from '../../src/language/normalise/at.ts';
import { Reader } from '../../src/language/normalise/reader.ts';
import { scopeOf, variables } from '../../src/language/normalise/scope.ts';
import { Reporter } from '../../src/language/diagnostics/reporter.ts';
import type { Field, FieldShape, Fields } from '../../src/model/field.ts';
import { normal } from './scenario.ts';

const layer = '[{kind: constant, value: 1}]';
/** Names that the examples speak of. */
const surroundings = {
  calendars: '{office: {days: mon-fri, hours: 09:00-17:00}}',
  traits: '{baseline: {uniform: [1, 2]}, resting: {uniform: [1, 2]}}',
  assets: '[{id: vm-101, type: vm, pattern: load}, {id: ct-201, type: container}]',
  patterns: `{load: {metrics: {cpu_usage: {layers: ${layer}}, memory_usage: {layers: ${layer}}, availability_status: {layers: ${layer}}, response_time_ms: {layers: ${layer}}}}}`,
  episodes: '[{id: deploy, rate: 1/day}]',
};
const sources = '{wearables: {kind: files, paths: in/*.json, fields: {user_id: user, timestamp: at, value: value}}}';

describe('examples', () => {
  for (const { kind, examples } of layerKinds) {
    it(`of the layer ${kind}`, () => {
      expect(examples).not.to.be.empty;
      for (const example of examples) {
        const own = `{metrics: {own: {layers: [{kind: constant, value: 1}, ${JSON.stringify(example)}]}}}`;
        const { patterns } = normal({
          ...surroundings,
          patterns: surroundings.patterns.replace(/\}$/, `, own: ${own}}`),
          assets: '[{id: vm-101, type: vm, pattern: [load, own]}, {id: ct-201, type: container}]',
        });
        expect(patterns['own']!.metrics['own']!.layers[1]!.kind).to.equal(kind);
      }
    });
  }

  for (const { kind, examples } of streamKinds) {
    it(`of the stream ${kind}`, () => {
      expect(examples).not.to.be.empty;
      for (const example of examples) {
        const read = kind === 'records' ? { sources } : surroundings;
        expect(normal({ ...read, streams: JSON.stringify([example]) }).streams[0]!.preset).to.equal(kind);
      }
    });
  }

  for (const { kind, examples } of sinkKinds) {
    it(`of the sink ${kind}`, () => {
      expect(examples).not.to.be.empty;
      for (const example of examples) {
        expect(normal({ sinks: JSON.stringify({ here: example }) }).sinks['here']!.kind).to.equal(kind);
      }
    });
  }

  it('of every key, and its default', () => {
    const names = new Set(['baseline', 'resting', 'response_ms']);
    const reader = new Reader(
      {
        metric: names,
        calendar: names,
        pattern: names,
        asset: names,
        episode: names,
        trait: names,
        layer: names,
        stream: names,
      },
      new Map([['office', { kind: 'state', state: 'up', of: 'self' }]]),
      () => 'time,value\n09:00,1\n',
    );
    // A record may tell of a value, or of an occurrence: keys of both are among these.
    const events = scopeOf('events', new Set(['value']));
    const anywhere = { ...events, variables: { ...variables.metrics, ...events.variables } };
    const report = new Reporter();
    const nowhere = { file: 'example', line: 1, column: 1, endLine: 1, endColumn: 1 };
    for (const [path, field] of [...fieldsIn(libraryFields, ''), ...fieldsIn(scenarioFields, '')]) {
      const values = [...(field.examples ?? []), ...(field.default === undefined ? [] : [field.default])];
      for (const value of values) {
        const place = () => ({ ...nowhere, file: `${path}: ${JSON.stringify(value)}` });
        const at = new At({ file: path, place, within: place }, [], report);
        // The keys of a timing are read together: `readSchedule` has its own cases.
        if (field.type === 'schedule') continue;
        try {
          reader.read(field, value, at, anywhere);
        } catch {
          // Reported.
        }
      }
    }
    expect(report.diagnostics().map(({ file, message }) => `${file}: ${message}`)).to.deep.equal([]);
  });
});

function* fieldsIn(fields: Fields, path: string): Generator<readonly [string, Field]> {
  for (const [name, field] of Object.entries(fields)) {
    yield [`${path}/${name}`, field];
    yield* inside(field, `${path}/${name}`);
  }
}

function* inside(shape: FieldShape, path: string): Generator<readonly [string, Field]> {
  if (shape.type === 'object') yield* fieldsIn(shape.fields, path);
  if (shape.type === 'list' || shape.type === 'map') yield* inside(shape.items, path);
  if (shape.type === 'variant') for (const { kind, fields } of shape.of) yield* fieldsIn(fields, `${path}/${kind}`);
}
