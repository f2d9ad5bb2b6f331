/**
 * Which keys have their place: what a thing is comes first, in the order of the language's definitions, and what leaves
 * the scenario comes last. Between them the order is the author's: it tells how the scenario is to be read.
 */
import type { FieldShape, Fields } from '../../model/field.ts';
import { layerKinds } from '../grammar/layer.ts';
import { scenarioFields } from '../grammar/root.ts';

/** What is known of a value: its shape, if the language gives it one. */
export type Shape = FieldShape | null;

/** A scenario, or a file that one includes. */
export const fileShape: FieldShape = { type: 'object', fields: scenarioFields };

/** What a file begins with, and ends with. */
const HEAD = ['version', 'name', 'summary', 'seed', 'timezone', 'include', 'parameters', 'time'];
const FOOT = ['sources', 'streams', 'tables', 'sinks'];

/** What says which thing a definition is. */
const IDENTITY = ['kind', 'extends', 'replace', 'id', 'expand', 'type', 'unit'];

export interface Block {
  /** What each key holds; null for a block whose keys are the user's own. */
  readonly holds: ((key: string) => Shape) | null;
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/** A file, one of many definitions, or a block within one. */
export type Standing = 'file' | 'definition' | 'within';

/** Null where nothing is known of the keys. */
export function blockOf(shape: Shape, kind: string | null, standing: Standing): Block | null {
  const first = standing === 'definition' ? IDENTITY : [];
  if (standing === 'file') return { holds: (key) => (scenarioFields as Fields)[key] ?? null, first: HEAD, last: FOOT };
  switch (shape?.type) {
    case 'object':
      return { holds: (key) => shape.fields[key] ?? null, first, last: [] };
    case 'variant': {
      const own = shape.of.find((definition) => definition.kind === kind);
      return { holds: (key) => own?.fields[key] ?? shape.common[key] ?? null, first, last: [] };
    }
    case 'layers': {
      const own = layerKinds.find((definition) => definition.kind === kind);
      return { holds: (key) => own?.fields[key] ?? null, first: ['kind', 'id'], last: [] };
    }
    case 'map':
      return { holds: null, first: [], last: [] };
    default:
      return null;
  }
}

/** What the items of a list are. */
export function itemOf(shape: Shape): Shape {
  if (shape?.type === 'list') return shape.items;
  return shape?.type === 'layers' ? shape : null;
}

/** What stands below a name of the user's own. */
export const entryOf = (shape: Shape): Shape => (shape?.type === 'map' ? shape.items : null);
