/** Streams; polls, jobs and incidents end here as streams of metrics and events with a role. */
import type { Draw } from '../../model/draw.ts';
import type { Values } from '../../model/field.ts';
import type {
  AssetDefinition,
  DataValue,
  Episode,
  RecordField,
  Role,
  SourceOptions,
  Stream,
} from '../../model/scenario.ts';
import type { eventsStream, jobsStream, metricsStream, pollsStream } from '../grammar/stream.ts';
import { type simulated, streamFields, streamKinds } from '../grammar/stream.ts';
import { fieldsKnownTo } from './causes.ts';
import type { Knowledge } from './column-type.ts';
import type { Written } from './definitions.ts';
import { jobEpisodeOf } from './episodes.ts';
import type { Reading } from './reading.ts';
import { defaultRecord, fieldOf, jobRecord, kindOf, type Preset } from './records.ts';
import { scopeOf, variables, type Scope } from './scope.ts';
import { recordsOf } from './sources.ts';
import { Broken } from './at.ts';
import { isMapping, mappingOf, type Mapping } from './text.ts';

export interface StreamResult {
  readonly stream: Stream;
  /** The episode that a stream of jobs stands for. */
  readonly episode: Episode | null;
}

interface Known {
  readonly assets: readonly AssetDefinition[];
  readonly episodes: readonly Episode[];
  /** By id, as they are written: those that are broken too. */
  readonly writtenEpisodes: ReadonlyMap<string, readonly Mapping[]>;
  readonly traits: { readonly [name: string]: Draw };
  readonly sources: { readonly [name: string]: SourceOptions };
  /** Those that are broken too. */
  readonly sourceNames: readonly string[];
}

type Kinds = Values<ReturnType<typeof simulated>> &
  Values<typeof metricsStream.fields> &
  Values<typeof eventsStream.fields> &
  Values<typeof pollsStream.fields> &
  Values<typeof jobsStream.fields>;

/** `ordinal` counts the streams of one preset, from 1. */
export function readStream({ written, at }: Written, ordinal: number, known: Known, reading: Reading): StreamResult {
  const mapping = mappingOf(written, at, 'a stream');
  if (mapping['kind'] === 'records') {
    return { episode: null, stream: recordsOf({ written, at }, ordinal, known.sources, known.sourceNames, reading) };
  }
  const preset = mapping['kind'] as Preset;
  const definition = streamKinds.find(({ kind }) => kind === preset);
  // The shape check has reported it.
  if (definition === undefined) throw new Broken();

  const job = preset === 'jobs';
  const fields = eventFields(mapping['of'], preset, known);
  const scope = recordScope(preset, fields);
  const { id, to } = reading.fields(streamFields, mapping, at, scope);
  const values = reading.fields(definition.fields, mapping, at, scope) as unknown as Kinds;
  const { select, record } = values;

  const episode = job ? jobEpisodeOf(id ?? values.metric, select, values) : null;
  const knowledge: Knowledge = {
    variables: scope.variables,
    fields: episode?.fields ?? fields,
    traits: known.traits,
    assets: known.assets,
  };
  const columns: RecordField[] =
    record === null
      ? defaultRecord(preset, knowledge)
      : Object.entries(record).map(([name, value]) => fieldOf(name, drawOf(value), null, knowledge));
  return {
    episode,
    stream: {
      id: id ?? (ordinal === 1 ? preset : `${preset}.${String(ordinal)}`),
      kind: kindOf[preset],
      preset,
      table: to,
      select,
      metrics: preset === 'metrics' ? values.metrics : preset === 'polls' ? polled(values) : null,
      events:
        preset === 'incidents'
          ? { kind: 'incidents' }
          : kindOf[preset] === 'events'
            ? { kind: 'episodes', ids: idsOf(values, episode, known) }
            : null,
      source: null,
      record: job ? jobRecord(columns, values.metric) : columns,
      role: roleOf(preset, values, episode),
    },
  };
}

const polled = ({ status, response }: Kinds): string[] => (response === null ? [status] : [status, response]);

function roleOf(preset: Preset, values: Kinds, episode: Episode | null): Role | null {
  if (preset === 'polls')
    return { kind: 'polls', status: values.status, response: values.response, values: values.values };
  if (preset === 'jobs') return { kind: 'jobs', metric: values.metric, episode: episode!.id };
  return preset === 'incidents' ? { kind: 'incidents' } : null;
}

/** Episodes by id, or by the label that they carry. */
function idsOf(values: Kinds, job: Episode | null, { episodes }: Known): string[] {
  if (job !== null) return [job.id];
  const named = values.of.flatMap((name) => {
    const found = episodes.filter(({ id, label }) => id === name || label === name).map(({ id }) => id);
    return found.length === 0 ? [name] : found;
  });
  return [...new Set(named)];
}

/** Fields of the episodes that an events stream names; of a broken one what it would draw is not known. */
function eventFields(
  of: unknown,
  preset: Preset,
  { episodes, writtenEpisodes }: Known,
): { readonly [name: string]: Draw } {
  if (preset === 'jobs') return {};
  const names = preset === 'events' ? (Array.isArray(of) ? (of as unknown[]) : [of]) : [];
  const named = episodes.filter(({ id, label }) => names.includes(id) || (label !== null && names.includes(label)));
  // Fields of what an episode follows are its own as well.
  const all = new Set(named);
  for (const { schedule } of all) {
    if (schedule.timing.kind !== 'after') continue;
    const causes = schedule.timing.causes.map(({ episode }) => episode);
    for (const episode of episodes) if (causes.includes(episode.id)) all.add(episode);
  }
  const broken = names.filter((name) => !episodes.some(({ id }) => id === name));
  const unread = broken.flatMap((name) => writtenEpisodes.get(name as string) ?? []);
  const unknown = unread.flatMap((episode) => [...fieldsKnownTo(episode, writtenEpisodes)]);
  return Object.assign(
    Object.fromEntries(unknown.map((name) => [name, { kind: 'constant', value: null }])),
    ...[...all].map(({ fields }) => fields),
  ) as { readonly [name: string]: Draw };
}

/** A column's value; lists and objects hold their own draws. */
function drawOf(value: DataValue): Draw {
  if (value.kind === 'value') return value.draw;
  if (value.kind === 'json' && (value.value === null || typeof value.value !== 'object')) {
    return { kind: 'constant', value: value.value };
  }
  return { kind: 'data', value };
}

function recordScope(preset: Preset, fields: object): Scope {
  if (preset === 'jobs')
    return {
      ...scopeOf('events'),
      variables: { ...variables.events, metric: 'text', value: 'number', time: 'timestamp' },
    };
  const place = kindOf[preset];
  return scopeOf(place, new Set(Object.keys(fields)));
}

/** Metrics that polls read, from what was written: needed before any stream is read. */
export function polledMetrics(streams: readonly Written[]): Set<string> {
  const names = streams.flatMap(({ written }) =>
    isMapping(written) && written['kind'] === 'polls' ? [written['status'], written['response']] : [],
  );
  return new Set(names.filter((name) => typeof name === 'string'));
}
