/** From the file and what it includes, with all parameters in place, to the normal form. */
import type { CalendarCondition, Condition } from '../../model/condition.ts';
import type { Draw } from '../../model/draw.ts';
import type { Fields, FieldShape, Values } from '../../model/field.ts';
import type {
  AssetDefinition,
  DependencyLag,
  Episode,
  Metric,
  Pattern,
  Period,
  Scenario,
  SinkOptions,
  SourceOptions,
  Stream,
  TableOptions,
} from '../../model/scenario.ts';
import { calendarFields } from '../grammar/condition.ts';
import { assetFields } from '../grammar/asset.ts';
import {
  dependencyFields,
  downtimeFields,
  episodeFields,
  patternEpisodeFields,
  reliabilityFields,
} from '../grammar/episode.ts';
import { metricFields, patternMetricFields } from '../grammar/metric.ts';
import { scenarioFields } from '../grammar/root.ts';
import { tableFields } from '../grammar/table.ts';
import { Broken } from './at.ts';
import { Collector, nameOf, record, type Located } from './collect.ts';
import { namesOf } from './names.ts';
import { sinkOf } from './sinks.ts';
import { sourceOf, type FromCommandLine } from './sources.ts';
import { assetOf } from './assets.ts';
import { calendarOf } from './condition.ts';
import { definitionsOf, itemsOf, type File, type Written } from './definitions.ts';
import { downtimeOf, episodeOf, faultsOf } from './episodes.ts';
import type { DataReader } from './curve-file.ts';
import { fieldsKnownTo, writtenEpisodes } from './causes.ts';
import { emissionOf, metricOf, type CatalogueEntry } from './metrics.ts';
import type { ParameterValue } from './parameters.ts';
import { periodOf } from './period.ts';
import { readIncluded } from './included.ts';
import { Reader } from './reader.ts';
import type { Findings, Names } from './reading.ts';
import { scopeOf } from './scope.ts';
import { polledMetrics, readStream } from './streams.ts';
import { isMapping, mappingOf } from './text.ts';
import { quote } from '../diagnostics/words.ts';
import { DAY, MINUTE } from '../../model/units.ts';

/** Sections of definitions by name. */
type Section = 'calendars' | 'metrics' | 'traits' | 'patterns';

/** Parts of the normal form with their places: what the rules look at. */
export interface Parts {
  readonly calendars: readonly Located<CalendarCondition>[];
  /** Where each definition stands, read or broken. */
  readonly definitions: { readonly [S in Section]: ReadonlyMap<string, Written> };
  readonly patterns: readonly Located<Pattern>[];
  readonly assets: readonly Located<AssetDefinition>[];
  /** Of includes, of the file, of its short forms and its jobs; those of patterns apart. */
  readonly episodes: readonly Located<Episode>[];
  readonly dependencies: readonly Located<DependencyLag>[];
  readonly streams: readonly Located<Stream>[];
  readonly sources: readonly Located<SourceOptions>[];
  readonly sinks: readonly Located<SinkOptions>[];
  readonly tables: readonly Located<TableOptions>[];
  readonly traits: readonly Located<Draw>[];
  readonly names: Names;
  readonly found: Findings;
  readonly file: File;
  /** Null where it is broken. */
  readonly time: Period | null;
  /** Nothing was broken: what is absent was not written. */
  readonly whole: boolean;
}

export interface Normalised {
  /** Null where a part is broken. */
  readonly scenario: Scenario | null;
  readonly parts: Parts;
}

/** `files`: includes first, the scenario last. */
export function normalise(
  files: readonly File[],
  parameters: ReadonlyMap<string, ParameterValue>,
  data: DataReader,
  given: FromCommandLine,
): Normalised {
  const file = files.at(-1)!;
  const collector = new Collector();
  const each: Collector['each'] = (entries, read) => collector.each(entries, read);

  // 1. Names first: what is broken is known by name all the same.
  const names = namesOf(files);
  const definitions = {
    calendars: definitionsOf('calendars', files),
    metrics: definitionsOf('metrics', files),
    traits: definitionsOf('traits', files),
    patterns: definitionsOf('patterns', files),
  };

  // 2. Calendars, which conditions are made of.
  const conditions = new Map<string, Condition>();
  const reader = new Reader(names, conditions, data);
  const scope = scopeOf('asset');
  const block = <F extends Fields>(fields: F, { written, at }: Written): Values<F> =>
    reader.fields(fields, written, at, scope);
  const included = new Set(files.slice(0, -1).map(({ root }) => root.source));
  const once = <T>(as: string, entry: Written, read: () => T): T =>
    included.has(entry.at.source) ? readIncluded(as, entry, reader, read) : read();
  const calendars = each(definitions.calendars.values(), (entry) =>
    once('calendar', entry, () => calendarOf(block(calendarFields, entry))),
  );
  for (const [name, calendar] of Object.entries(record(calendars))) conditions.set(name, calendar);

  // 3. Catalogue and patterns.
  const streamItems = itemsOf('streams', [file]);
  const polled = polledMetrics(streamItems);
  const catalogue: ReadonlyMap<string, CatalogueEntry & { readonly emission: Metric['every'] }> = new Map(
    Object.entries(
      record(
        each(definitions.metrics.values(), (entry) =>
          once('catalogue', entry, () => {
            const values = block(metricFields, entry);
            return { ...values, emission: emissionOf(values, entry, scope, reader) };
          }),
        ),
      ),
    ),
  );
  const rawEpisodes = writtenEpisodes(files, definitions.patterns.values());
  const episodeIn = (fields: typeof episodeFields | typeof patternEpisodeFields, entry: Written): Episode => {
    // Fields of the occurrence, and of what it follows, are known to its layers and its other fields.
    const known = fieldsKnownTo(entry.written, rawEpisodes);
    return once(JSON.stringify([fields === episodeFields, ...known]), entry, () =>
      episodeOf(reader.fields(fields as typeof episodeFields, entry.written, entry.at, scopeOf('occurrence', known))),
    );
  };
  const patterns = each(definitions.patterns.values(), ({ written, at }): Pattern => {
    const content = mappingOf(written, at, 'a pattern');
    const here: File = { content, root: at };
    const metrics = each(definitionsOf('metrics', [here]).values(), (entry) => {
      const name = nameOf(entry);
      const { values, emission } = once('metric', entry, () => {
        const read = block(patternMetricFields, entry);
        return { values: read, emission: emissionOf(read, entry, scope, reader) };
      });
      const known = catalogue.get(name);
      return metricOf(name, values, known, polled.has(name), emission ?? known?.emission ?? null);
    });
    const episodes = each(itemsOf('episodes', [here]), (entry) => episodeIn(patternEpisodeFields, entry));
    return { name: String(at.path.at(-1)), metrics: record(metrics), episodes: episodes.map(({ value }) => value) };
  });

  // 4. What happens to assets, and what delays it.
  const dependencies = each(itemsOf('dependencies', [file]), (entry): DependencyLag => {
    const { select, down_after: downAfter, up_after: upAfter } = block(dependencyFields, entry);
    return {
      select: select ?? { ids: null, types: null, tags: null, parents: null, within: null },
      downAfter,
      upAfter,
    };
  });
  const happenings = [
    ...each(itemsOf('episodes', files), (entry) => episodeIn(episodeFields, entry)),
    ...each(itemsOf('downtime', [file]), (entry) => downtimeOf(block(downtimeFields, entry))),
    ...each(itemsOf('reliability', [file]), (entry) => faultsOf(block(reliabilityFields, entry))),
  ];

  // 5. Traits, as what is made of them above, and assets, which may have their own.
  const traits = each(
    definitions.traits.values(),
    ({ written, at }) => reader.read(TRAIT, written, at, scopeOf('trait')) as Draw,
  );
  const assets = each(itemsOf('assets', [file]), (entry) => assetOf(block(assetFields, entry), entry.at));

  // 6. Streams: they know the assets and episodes whose fields they may hold, and the sources that they read.
  const sources = each(definitionsOf('sources', [file]).values(), (entry) => sourceOf(entry, given, reader));
  const known = {
    assets: assets.map(({ value }) => value),
    episodes: [...happenings.map(({ value }) => value), ...patterns.flatMap(({ value }) => value.episodes)],
    writtenEpisodes: rawEpisodes,
    traits: record(traits),
    sources: record(sources),
    sourceNames: [...definitionsOf('sources', [file]).keys()],
  };
  const counts = new Map<unknown, number>();
  const streams = each(streamItems, (entry) => {
    const kind = isMapping(entry.written) ? entry.written['kind'] : null;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return readStream(entry, counts.get(kind)!, known, reader);
  });
  const jobs = streams.flatMap(({ value, written }) =>
    value.episode === null ? [] : [{ value: value.episode, written }],
  );

  // 7. Where it goes.
  const tables = each(definitionsOf('tables', [file]).values(), (entry): TableOptions => block(tableFields, entry));
  const sinks = each(definitionsOf('sinks', [file]).values(), (entry) => sinkOf(entry, reader));

  // 8. The file's own words.
  const single = <K extends keyof typeof scenarioFields>(key: K): Values<typeof scenarioFields>[K] | undefined =>
    collector.one(
      () =>
        reader.fields({ [key]: scenarioFields[key] }, file.content, file.root, scope)[key] as Values<
          typeof scenarioFields
        >[K],
    );
  const name = single('name');
  const summary = single('summary');
  const seed = single('seed');
  const zone = single('timezone');
  const simulated = streams.some(({ value }) => value.stream.kind !== 'records');
  const needed = (key: 'time' | 'assets'): never => {
    const message = `A scenario needs ${quote(key)} unless all of its streams read records`;
    file.root.below('streams').error('missing-key', message, `${quote(key)}: ${scenarioFields[key].summary}`, 'key');
    throw new Broken();
  };
  const time = collector.one((): Period => {
    const written = single('time');
    if (written === undefined) throw new Broken();
    if (written !== null) return periodOf(written, file.root.below('time'));
    return simulated ? needed('time') : UNBOUNDED;
  });
  if (simulated && !Object.hasOwn(file.content, 'assets')) collector.one(() => needed('assets'));
  const episodes = [...happenings, ...jobs];
  const parts: Parts = {
    calendars,
    definitions,
    patterns,
    assets,
    episodes,
    dependencies,
    streams: streams.map(({ value, written }) => ({ value: value.stream, written })),
    sources,
    sinks,
    tables,
    traits,
    names,
    found: reader.found,
    file,
    time: time ?? null,
    whole: collector.whole,
  };
  if (
    !collector.whole ||
    name === undefined ||
    summary === undefined ||
    seed === undefined ||
    zone === undefined ||
    time === undefined
  ) {
    return { scenario: null, parts: { ...parts, whole: false } };
  }
  const scenario: Scenario = {
    name,
    summary,
    seed,
    zone,
    time,
    parameters: Object.fromEntries([...parameters].map(([key, { parameter }]) => [key, parameter])),
    traits: record(traits),
    patterns: record(patterns),
    assets: known.assets,
    dependencies: dependencies.map(({ value }) => value),
    episodes: episodes.map(({ value }) => value),
    streams: streams.map(({ value }) => value.stream),
    tables: record(tables),
    sources: record(sources),
    sinks: record(sinks),
  };
  return { scenario, parts };
}

const TRAIT: FieldShape = { type: 'draw', of: { type: 'trait' } };

/** Records that are read have the times that they have; what asks for a period is told the last day. */
const UNBOUNDED: Period = { start: null, end: { kind: 'today' }, duration: DAY, step: MINUTE };
