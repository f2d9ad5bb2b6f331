import type { FieldShape } from '../../model/field.ts';
import type { DataValue } from '../../model/scenario.ts';
import type { Json } from '../../model/units.ts';
import { drawKinds } from '../grammar/draw.ts';
import type { At } from './at.ts';
import { readDraw } from './draw.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import { isMapping, type Mapping } from './text.ts';

const SCALAR: FieldShape = { type: 'scalar' };

/** JSON in which a scalar may be a reference, a text with references, or a draw. */
export function readData(written: unknown, at: At, scope: Scope, reading: Reading): DataValue {
  if (written === null) return { kind: 'json', value: null };
  if (Array.isArray(written)) {
    return simplified({
      kind: 'list',
      items: (written as unknown[]).map((item, i) => readData(item, at.below(i), scope, reading)),
    });
  }
  if (isMapping(written) && !isDraw(written)) {
    const entries = Object.entries(written).map(
      ([key, item]) => [key, readData(item, at.below(key), scope, reading)] as const,
    );
    return simplified({ kind: 'object', entries: Object.fromEntries(entries) });
  }
  const draw = readDraw(SCALAR, written, at, scope, reading);
  return draw.kind === 'constant' ? { kind: 'json', value: draw.value } : { kind: 'value', draw };
}

/** A draw has exactly one distribution for a key; any other object is data. */
function isDraw(written: Mapping): boolean {
  const own = drawKinds.filter((kind) => kind !== 'mean' && Object.hasOwn(written, kind));
  if (own.length !== 1) return false;
  const rest = Object.keys(written).filter(
    (key) => !['min', 'max', 'decimals', 'per', 'options', ...own].includes(key),
  );
  return rest.length === 0 && fits(own[0]!, written[own[0]!]);
}

function fits(kind: string, value: unknown): boolean {
  if (kind === 'chance') return typeof value === 'string';
  return kind === 'uniform' ? Array.isArray(value) : typeof value === 'object' && value !== null;
}

/** What holds no draw is plain JSON. */
function simplified(value: Extract<DataValue, { kind: 'list' | 'object' }>): DataValue {
  if (value.kind === 'list') {
    if (!value.items.every((item) => item.kind === 'json')) return value;
    return { kind: 'json', value: value.items.map((item) => item.value) };
  }
  const entries = Object.entries(value.entries);
  if (!entries.every((entry): entry is [string, { kind: 'json'; value: Json }] => entry[1].kind === 'json'))
    return value;
  return { kind: 'json', value: Object.fromEntries(entries.map(([key, item]) => [key, item.value])) };
}
