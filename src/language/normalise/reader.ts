import type { Condition } from '../../model/condition.ts';
import type { Field, FieldShape, Fields, Values, Variant } from '../../model/field.ts';
import { perObject } from '../../model/per-object.ts';
import type { Hypertable, Selection } from '../../model/scenario.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import { selectionFields } from '../grammar/selection.ts';
import { hypertableFields } from '../grammar/table.ts';
import { rateSignalFields } from '../grammar/timing.ts';
import { days, months } from '../read/days.ts';
import { duration, formatDuration } from '../read/duration.ts';
import { every, jitter } from '../read/every.ts';
import { hours } from '../read/hours.ts';
import { date, instant } from '../read/instant.ts';
import type { Notation } from '../read/notation.ts';
import { rate } from '../read/rate.ts';
import { scope as sharing } from '../read/scope.ts';
import { slope } from '../read/slope.ts';
import { formatShare, share } from '../read/share.ts';
import { wallTime } from '../read/wall-time.ts';
import { Broken, attempt, type At } from './at.ts';
import { readCondition } from './condition.ts';
import { readData } from './data.ts';
import { readChoices, readDraw } from './draw.ts';
import { type DataReader, readCurveFile } from './curve-file.ts';
import { readAfter, readClock, readCurve, readGrowth, readRecords, readSince } from './effects.ts';
import { readLayers } from './layers.ts';
import { Findings, type Names, type Reading } from './reading.ts';
import { bounded, type Bounds, interval, matcherOf, numberOf, patterned, phase, points } from './scalars.ts';
import { readSchedule, timingKeys } from './schedule.ts';
import { scopeOf, type Scope } from './scope.ts';
import { broken, inNotation, isMapping, listOf, type Mapping, mappingOf, textOf } from './text.ts';

/** Whether a reader gives to a question the answer that it got. */
export type Answer = (reader: Reader) => boolean;

/** Reads what was written into what it means, shape by shape; every default is written out. */
export class Reader implements Reading {
  readonly names: Names;
  readonly found = new Findings();
  /** All that values asked of the scenario around them. */
  readonly asked: Answer[] = [];

  readonly #calendars: ReadonlyMap<string, Condition>;
  readonly #data: DataReader;

  /** @param data reads a file that a value names */
  constructor(names: Names, calendars: ReadonlyMap<string, Condition>, data: DataReader) {
    this.names = names;
    this.#calendars = calendars;
    this.#data = data;
  }

  calendar(name: string): Condition | undefined {
    const calendar = this.#calendars.get(name);
    this.asked.push((other) => other.#calendars.get(name) === calendar);
    return calendar;
  }

  isTrait(name: string): boolean {
    const is = this.names.trait.has(name);
    this.asked.push((other) => other.names.trait.has(name) === is);
    return is;
  }

  traitType(at: At): 'wall-time' | 'duration' | 'text' {
    this.asked.push(NEVER);
    // A draw lies below its trait: `traits: {bedtime: {one_of: …}}`.
    const name = at.path[at.path.indexOf('traits') + 1];
    const uses = this.found.traits.filter((use) => use.name === name).map(({ as }) => as);
    if (uses.includes('wall-time')) return 'wall-time';
    return uses.includes('duration') ? 'duration' : 'text';
  }

  fields<F extends Fields>(fields: F, written: unknown, at: At, scope: Scope): Values<F> {
    const mapping = mappingOf(written, at, 'a block of keys');
    let whole = true;
    const { entries, absent } = entriesOf(fields);
    const values = { ...absent };
    for (const { name, field, stays } of entries) {
      if (stays && !Object.hasOwn(mapping, name)) continue;
      const value = this.#attempted(name, field, mapping, at, scope);
      if (value === undefined) whole = false;
      values[name] = value;
    }
    if (!whole) throw new Broken();
    return values as Values<F>;
  }

  #attempted(name: string, field: Field, mapping: Mapping, at: At, scope: Scope): unknown {
    return attempt(() => this.#field(name, field, mapping, at, scope));
  }

  #field(name: string, field: Field, mapping: Mapping, at: At, scope: Scope): unknown {
    const inside = field.place === undefined ? scope : scopeOf(field.place);
    if (field.type === 'schedule') {
      // Where a schedule may be left out, one of its keys says that it is there.
      if (field.optional === true && !timingKeys.some((key) => Object.hasOwn(mapping, key))) return null;
      return readSchedule(mapping, at, scope, this);
    }
    if (field.type === 'curve-file') {
      if (!Object.hasOwn(mapping, name)) return null;
      this.asked.push(NEVER);
      return readCurveFile(mapping, at.below(name), this.#data);
    }
    if (Object.hasOwn(mapping, name)) return this.read(field, mapping[name], at.below(name), inside);
    if (field.optional === true) return null;
    if (field.default !== undefined) return this.read(field, field.default, at.below(name), inside);
    return broken(at, 'missing-key', `The key ${quote(name)} is missing`, field.summary);
  }

  read(shape: FieldShape, written: unknown, at: At, scope: Scope): unknown {
    switch (shape.type) {
      // What is written most comes first: the cases are tried one after the other.
      case 'data':
        return readData(written, at, scope, this);
      case 'map':
        return this.#map(shape, written, at, scope);
      case 'draw':
        return readDraw(signed(shape), written, at, scope, this);
      case 'text':
        return patterned(shape, textOf(written, at, shape.expected ?? 'a text'), at);
      case 'number':
      case 'integer':
        if (shape.fromEnvironment === true && isVariable(written)) return written;
        return bounded(shape, numberOf(written, shape.type, at), String, at);
      case 'name': {
        const name = textOf(written, at, `the name of a ${shape.of}`);
        this.found.uses.push({ namespace: shape.of, name, at });
        return name;
      }
      case 'duration':
        return bounded(lengthBounds(shape), inText(duration, written, at), formatDuration, at);
      case 'scalar':
        if (['string', 'number', 'boolean'].includes(typeof written)) return written;
        return broken(at, 'wrong-type', 'Expected a text, a number, true or false');
      case 'list':
        return this.#list(shape, written, at, scope);
      case 'layers':
        return readLayers(written, shape.inEpisode, at, scope, this);
      case 'scope':
        return inText(sharing, written, at);
      case 'choice':
        if (typeof written === 'string' && Object.hasOwn(shape.values, written)) return written;
        return broken(
          at,
          'wrong-value',
          `${quote(written)} is not legal here`,
          didYouMean(written, Object.keys(shape.values)),
        );
      case 'condition':
        return readCondition(written, at, this);
      case 'object':
        return this.fields(shape.fields, written, at, scope);
      case 'share':
        return bounded(shape, inText(share, written, at), formatShare, at);
      case 'boolean':
        if (shape.fromEnvironment === true && isVariable(written)) return written;
        return typeof written === 'boolean' ? written : broken(at, 'wrong-type', 'Expected true or false');
      case 'trait': {
        const as = typeof written === 'string' ? this.traitType(at) : 'text';
        return this.read({ type: as === 'text' ? 'scalar' : as }, written, at, scope);
      }
      case 'quantity':
        return bounded(
          shape as Bounds,
          typeof written === 'number' ? written : inText(duration, written, at),
          String,
          at,
        );
      case 'json':
        return written;
      case 'instant':
        return inText(instant, written, at);
      case 'time':
        return written === 'today' || written === 'now' ? { kind: written } : inText(instant, written, at);
      case 'wall-time':
        return inText(wallTime, written, at);
      case 'phase':
        return phase(textOf(written, at, 'a local time or a duration'), at);
      case 'zone': {
        const zone = textOf(written, at, 'a time zone such as Europe/Rome');
        this.found.zones.push({ value: zone, at });
        return zone;
      }
      case 'every':
        return inText(every, written, at);
      case 'jitter':
        return inText(jitter, written, at);
      case 'rate':
        return isMapping(written) ? this.fields(rateSignalFields, written, at, scope) : inText(rate, written, at);
      case 'slope':
        return inText(slope, written, at);
      case 'growth':
        return readGrowth(written, at, scope, this);
      case 'curve':
        return readCurve(written, at);
      case 'since':
        return readSince(written, at, this);
      case 'after':
        return readAfter(written, at, this);
      case 'clock':
        return readClock(written, at);
      case 'hypertable':
        return this.#hypertable(written, at, scope);
      case 'records':
        return readRecords(written, at, scope, this);
      case 'moment':
        return written;
      case 'window':
        return inText(hours, written, at);
      case 'hours':
        return this.#each({ type: 'window' }, written, at, scope);
      case 'dates':
        return listOf(written).map((item, i) =>
          inNotation(item === written ? at : at.below(i), () => date.parse(textOf(item, at, date.expected))),
        );
      case 'days':
        return inNotation(at, () =>
          days(
            listOf(written).map((item) => (typeof item === 'number' ? item : textOf(item, at, 'days such as mon-fri'))),
          ),
        );
      case 'months':
        return inNotation(at, () => months(listOf(written).map((item) => textOf(item, at, 'months such as jun-aug'))));
      case 'shares':
        return this.#shares(written, at, scope);
      case 'points':
        return points(written, at);
      case 'interval':
        return interval(written, at);
      case 'variant':
        return this.#variant(shape, written, at, scope);
      case 'selection':
        return this.#selection(written, at, scope);
      case 'choices':
        return readChoices(shape.of, written, at, scope, this);
      case 'curve-file':
      case 'schedule':
        throw new Error('a schedule is read with its owner');
    }
  }

  /** One or several; all of them are read before one that is broken stops it. */
  #each(shape: FieldShape, written: unknown, at: At, scope: Scope): unknown[] {
    const items = listOf(written).map((item, i) =>
      attempt(() => this.read(shape, item, Array.isArray(written) ? at.below(i) : at, scope)),
    );
    if (items.includes(undefined)) throw new Broken();
    return items;
  }

  #list(shape: Extract<FieldShape, { type: 'list' }>, written: unknown, at: At, scope: Scope): unknown[] {
    if (!Array.isArray(written) && shape.single !== true) return broken(at, 'wrong-type', 'Expected a list');
    const items = this.#each(shape.items, written, at, scope);
    if (shape.nonEmpty === true && items.length === 0) return broken(at, 'empty-list', 'The list is empty');
    if (shape.length !== undefined && items.length !== shape.length) {
      return broken(at, 'wrong-value', `Expected ${String(shape.length)} values, found ${String(items.length)}`);
    }
    return items;
  }

  #map(
    shape: Extract<FieldShape, { type: 'map' }>,
    written: unknown,
    at: At,
    scope: Scope,
  ): { [name: string]: unknown } {
    const mapping = mappingOf(written, at, 'a map of names');
    const items: { [name: string]: unknown } = {};
    let whole = true;
    for (const name of Object.keys(mapping)) {
      const here = at.below(name);
      if (shape.keys !== undefined && !matcherOf(shape.keys).test(name)) {
        here.error('wrong-name', `Expected ${shape.keys.expected}, found ${quote(name)}`, null, 'key');
        whole = false;
        continue;
      }
      const item = attempt(() => this.read(shape.items, mapping[name], here, scope));
      if (item === undefined) whole = false;
      items[name] = item;
    }
    if (!whole) throw new Broken();
    return items;
  }

  #variant(shape: Extract<FieldShape, { type: 'variant' }>, written: unknown, at: At, scope: Scope): Variant {
    const mapping = mappingOf(written, at, `a ${shape.noun}`);
    const kind = mapping['kind'];
    const definition = shape.of.find((candidate) => candidate.kind === kind);
    if (definition === undefined) {
      const hint = didYouMean(
        kind,
        shape.of.map((candidate) => candidate.kind),
        `Kinds of ${shape.noun}`,
      );
      return broken(at.below('kind'), 'unknown-kind', `There is no ${shape.noun} of kind ${quote(kind)}`, hint);
    }
    return {
      kind: definition.kind,
      values: this.fields(fieldsOf(shape)[definition.kind]!, mapping, at, scope),
    };
  }

  #selection(written: unknown, at: At, scope: Scope): Selection {
    const { ids, type, tags, parent, within } = this.fields(selectionFields, written, at, scope);
    const selection = { ids, types: type, tags, parents: parent, within };
    this.found.selections.push({ value: selection, at });
    return selection;
  }

  #hypertable(written: unknown, at: At, scope: Scope): Hypertable {
    if (written === 'auto') return { kind: 'auto' };
    if (written === false) return { kind: 'never' };
    if (isMapping(written)) return { kind: 'always', ...this.fields(hypertableFields, written, at, scope) };
    return broken(
      at,
      'wrong-value',
      'This says of no hypertable',
      'Write auto, false, or {time: timestamp, chunk: 7d}',
    );
  }

  #shares(written: unknown, at: At, scope: Scope): { [type: string]: number } {
    const shape: FieldShape = { type: 'share', minimum: 0, maximum: 1 };
    if (!isMapping(written)) return { '*': this.read(shape, written, at, scope) as number };
    return this.#map({ type: 'map', items: shape }, written, at, scope) as { [type: string]: number };
  }
}

/** What the answer depends on is not the same for another. */
const NEVER: Answer = () => false;

/** Which fields there are does not change, and they are gone through for every block of keys. */
const entriesOf = perObject((fields: Fields) => {
  const absent: { readonly [name: string]: unknown } = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, absentOf(field)]),
  );
  const entries = Object.entries(fields).map(([name, field]) => ({ name, field, stays: absent[name] !== undefined }));
  return { entries, absent };
});

/** What an absent key stands for, where that depends on nothing around it; undefined where it may. */
function absentOf(field: Field): unknown {
  if (field.type === 'schedule' || field.type === 'curve-file') return undefined;
  if (field.optional === true) return null;
  switch (field.type) {
    case 'boolean':
    case 'choice':
    case 'integer':
    case 'number':
    case 'scalar':
      return field.default;
    case 'duration':
      return typeof field.default === 'string' ? duration.parse(field.default) : undefined;
    default:
      return undefined;
  }
}

/** Of each kind, with those that all kinds have. */
const fieldsOf = perObject((shape: Extract<FieldShape, { type: 'variant' }>): { readonly [kind: string]: Fields } =>
  Object.fromEntries(shape.of.map(({ kind, fields }) => [kind, { ...shape.common, ...fields }])),
);

const isVariable = (written: unknown): boolean => typeof written === 'string' && /\$\{[A-Z_]/.test(written);

const inText = <T>(notation: Notation<T>, written: unknown, at: At): T =>
  inNotation(at, () => notation.parse(textOf(written, at, notation.expected)));

/** What no shape says may be below 0 is not. */
const lengthBounds = perObject((shape: Extract<FieldShape, { type: 'duration' }>): Bounds =>
  shape.negative === true || shape.minimum !== undefined ? shape : { ...shape, minimum: 0 },
);

/** A duration may be written below 0 where its place allows it. */
const signed = perObject(({ of, negative }: Extract<FieldShape, { type: 'draw' }>): FieldShape =>
  of.type === 'duration' && negative === true ? { ...of, negative } : of,
);
