/** Every block of keys of the language with a way to it, made from the definitions: one place for each. */
import { caseFields, drawFields } from '../../src/language/grammar/draw.ts';
import { causeFields, clockFields, growthFields, recordsFields } from '../../src/language/grammar/effects.ts';
import { conditionFields } from '../../src/language/grammar/condition.ts';
import { episodeLayerFields, layerFields, layerKinds } from '../../src/language/grammar/layer.ts';
import { scenarioFields } from '../../src/language/grammar/root.ts';
import { selectionFields } from '../../src/language/grammar/selection.ts';
import { rateSignalFields, timingFields } from '../../src/language/grammar/timing.ts';
import type { Definition, Field, FieldShape, Fields } from '../../src/model/field.ts';

/** A key, an item of a list, or a key with its value that says which block it is. */
export type Step = string | 0 | { readonly [key: string]: string };

export interface Block {
  readonly way: readonly Step[];
  readonly keys: { readonly [key: string]: Field };
}

export function blocks(): Block[] {
  const found: Block[] = [];
  const seen = new Set<unknown>();

  /** `what` is the same for blocks that are the same wherever they stand. */
  const visit = (fields: Fields, way: readonly Step[], what: unknown = fields): void => {
    if (seen.has(what)) return;
    seen.add(what);
    const keys = Object.fromEntries(
      Object.entries(fields).flatMap(([key, field]): [string, Field][] =>
        field.type === 'schedule' ? Object.entries(timingFields as Fields) : [[key, field]],
      ),
    );
    found.push({ way, keys });
    for (const [key, field] of Object.entries(keys)) inside(field, [...way, key]);
  };

  const kinds = (noun: string, of: readonly Definition[], common: Fields, way: readonly Step[]): void => {
    for (const { kind, fields } of of) visit({ ...fields, ...common }, [...way, { kind }], `${noun} ${kind}`);
  };

  const inside = (shape: FieldShape, way: readonly Step[]): void => {
    switch (shape.type) {
      case 'object':
        return visit(shape.fields, way);
      case 'map':
        return inside(shape.items, [...way, 'name']);
      case 'list':
        return inside(shape.items, [...way, 0]);
      case 'variant':
        return kinds(shape.noun, shape.of, shape.common, way);
      case 'layers':
        return kinds(
          shape.inEpisode ? 'episode layer' : 'layer',
          layerKinds,
          shape.inEpisode ? episodeLayerFields : layerFields,
          [...way, 0],
        );
      case 'draw':
        visit(drawFields(shape.of), way, `draw of ${shape.of.type}`);
        visit(caseFields(shape.of), [...way, { case: '$type' }], `case of ${shape.of.type}`);
        return;
      case 'condition':
        return visit(conditionFields, way);
      case 'selection':
        return visit(selectionFields, way);
      case 'rate':
        return visit(rateSignalFields, way);
      case 'growth':
        return visit(growthFields, way);
      case 'after':
        return visit(causeFields, way);
      case 'clock':
        return visit(clockFields, way);
      case 'records':
        return visit(recordsFields, way);
      default:
    }
  };
  visit(scenarioFields, []);
  return found;
}

/** The text that leads to a block, with these lines in it, and where the first of them begins. */
export function textOf(way: readonly Step[], lines: readonly string[]): { text: string; line: number; column: number } {
  const text: string[] = [];
  let indent = 0;
  let dash = false;
  const write = (line: string): void => {
    text.push(`${' '.repeat(dash ? indent - 2 : indent)}${dash ? '- ' : ''}${line}`);
    dash = false;
  };
  for (const step of way) {
    if (step === 0) {
      indent += 2;
      dash = true;
    } else if (typeof step === 'string') {
      write(`${step}:`);
      indent += 2;
    } else for (const [key, value] of Object.entries(step)) write(`${key}: ${value}`);
  }
  const line = text.length;
  for (const one of lines) write(one);
  return { text: `${text.join('\n')}\n`, line, column: indent };
}
