/** Small values with a form of their own: what an episode follows, what it does to records and clocks, ages, growth, curves. */
import type { After, CurvePoint, FieldShape, Growth, Since } from '../../model/field.ts';
import type { ClockEffect, RecordEffect } from '../../model/scenario.ts';
import { MEAN_UNIT, type RateUnit } from '../../model/timing.ts';
import { listed, quote } from '../diagnostics/words.ts';
import { readCurvePoint } from '../read/curve-point.ts';
import { duration } from '../read/duration.ts';
import { instant } from '../read/instant.ts';
import { growth } from '../read/slope.ts';
import { Broken, attempt, type At } from './at.ts';
import { readDraw } from './draw.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import { broken, inNotation, isMapping, listOf, mappingOf, textOf } from './text.ts';

/** `deploy`, `{end_of: x}`, `{all: [a, b]}`. */
export function readAfter(written: unknown, at: At, reading: Reading): After {
  const cause = (item: unknown, place: At): After['causes'][number] => {
    const ends = isMapping(item) && Object.hasOwn(item, 'end_of');
    const where = ends ? place.below('end_of') : place;
    const name = textOf(ends ? item['end_of'] : item, where, 'the name of an episode, or {end_of: <name>}');
    reading.found.uses.push({ namespace: 'episode', name, at: where });
    return { episode: name, edge: ends ? 'end' : 'start' };
  };
  if (isMapping(written) && Object.hasOwn(written, 'all')) {
    const items = listOf(written['all']);
    return { all: true, causes: items.map((item, i) => cause(item, at.below('all', i))) };
  }
  return {
    all: false,
    causes: listOf(written).map((item, i) => cause(item, Array.isArray(written) ? at.below(i) : at)),
  };
}

/** `frozen`, `{speed: 3}`, `{shift: -24h}`. */
export function readClock(written: unknown, at: At): ClockEffect {
  if (written === 'frozen') return { kind: 'frozen' };
  const mapping = isMapping(written) ? written : {};
  if (Object.hasOwn(mapping, 'speed') && Object.hasOwn(mapping, 'shift'))
    return broken(at.below('shift'), 'exclusive-keys', '`speed` and `shift` cannot stand together', 'Keep one of them');
  if (typeof mapping['speed'] === 'number') return { kind: 'speed', factor: mapping['speed'] };
  if (typeof mapping['shift'] === 'string') {
    const text = mapping['shift'];
    return { kind: 'shift', by: inNotation(at.below('shift'), () => duration.parse(text)) };
  }
  return broken(at, 'wrong-value', 'This says of no clock', 'Write frozen, {speed: 3} or {shift: -24h}');
}

/** `lost`, `late`, `{late: {uniform: [0m, 10m]}}`. */
export function readRecords(written: unknown, at: At, scope: Scope, reading: Reading): RecordEffect {
  if (written === 'lost') return { kind: 'lost' };
  if (written === 'late') return { kind: 'late', spread: null };
  const mapping = isMapping(written) ? written : {};
  if (!Object.hasOwn(mapping, 'late')) {
    return broken(
      at,
      'wrong-value',
      'This says of no effect on records',
      'Write lost, late or {late: {uniform: [0m, 10m]}}',
    );
  }
  return { kind: 'late', spread: readDraw({ type: 'duration' }, mapping['late'], at.below('late'), scope, reading) };
}

/** An instant, `birth`, `up`, `start`, or an episode; one or several. */
export function readSince(written: unknown, at: At, reading: Reading): Since[] {
  return listOf(written).map((item, i): Since => {
    const place = Array.isArray(written) ? at.below(i) : at;
    const text = textOf(item, place, 'an instant, birth, up, start, or the name of an episode');
    if (text === 'birth' || text === 'up' || text === 'start') return { kind: text };
    if (/^\d/.test(text)) return { kind: 'time', point: inNotation(place, () => instant.parse(text)) };
    reading.found.uses.push({ namespace: 'episode', name: text, at: place });
    return { kind: 'ends', episode: text };
  });
}

/** `3%/month`, or `{rate: $drift, per: month}`. */
export function readGrowth(written: unknown, at: At, scope: Scope, reading: Reading): Growth {
  if (!isMapping(written)) {
    const { rate, per } = inNotation(at, () => growth.parse(textOf(written, at, growth.expected)));
    return { rate: { kind: 'constant', value: rate }, per };
  }
  const units = Object.keys(MEAN_UNIT);
  const per = textOf(written['per'], at.below('per'), listed(units));
  if (!units.includes(per))
    return broken(at.below('per'), 'wrong-value', `${quote(per)} is not legal here`, `Legal here: ${listed(units)}`);
  const of: FieldShape = {
    type: typeof written['rate'] === 'string' && written['rate'].endsWith('%') ? 'share' : 'number',
  };
  return { rate: readDraw(of, written['rate'], at.below('rate'), scope, reading), per: MEAN_UNIT[per as RateUnit] };
}

/** Points of a local day, week, month or year. */
export function readCurve(written: unknown, at: At): CurvePoint[] {
  const points = Object.entries(mappingOf(written, at, 'points such as {"09:00": 12, "18:00": 4}')).map(
    ([key, value]) =>
      attempt((): CurvePoint => {
        const place = inNotation(at.below(key), () => readCurvePoint(key));
        if (typeof value === 'number' && Number.isFinite(value)) return { ...place, value };
        return broken(at.below(key), 'wrong-type', 'Expected a number');
      }),
  );
  if (points.length === 0) return broken(at, 'empty-list', 'A curve needs a point');
  if (points.includes(undefined)) throw new Broken();
  return points as CurvePoint[];
}
