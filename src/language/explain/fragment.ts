/** From a topic to the part of a scenario in which it stands. */
import type { FieldShape } from '../../model/field.ts';
import { blockWith } from './block.ts';
import { extendedName, ownName } from './names.ts';
import { layersWith, place } from './places.ts';
import { nameOf, type Topic, type Written } from './topic.ts';

/** A fragment of a scenario that shows a topic with one of its values. */
export function fragmentOf(topic: Topic, value: unknown, index = 0, leaf = nameOf(topic)): Written {
  const { parent, what } = topic;
  if (parent === null) return what === 'section' ? place(topic.path, value) : { [topic.path]: value };
  if (what === 'variable') return place('variables', value);
  if (what === 'value') {
    const { content } = parent;
    const values = content.kind === 'values' ? Object.keys(content.values) : [];
    return fragmentOf(parent, value, values.indexOf(nameOf(topic)), leaf);
  }
  const block = what === 'kind' ? (value as Written) : withExtended(parent, blockWith(topic, value, index), leaf);
  return fragmentOf(parent, parent.what === 'kind' ? block : wrap(parent, block), 0, leaf);
}

/** What is replaced is a part of what is extended. */
function withExtended({ content, field, ...parent }: Topic, block: Written, leaf: string): Written {
  if (leaf !== 'replace' || content.kind !== 'keys' || !Object.hasOwn(content.fields, 'extends')) return block;
  return { ...block, extends: extendedName({ content, field, ...parent }) };
}

/** A block in the list, or below the name, in which the key takes it. */
function wrap({ field, path }: Topic, block: Written): unknown {
  if (field === null) return block;
  return inside(field, block, ownName({ field, path }));
}

function inside(shape: FieldShape, block: Written, name: string): unknown {
  if (shape.type === 'list') return [inside(shape.items, block, name)];
  if (shape.type === 'layers') return layersWith(block, shape.inEpisode);
  if (shape.type !== 'map') return block;
  return { [name]: inside(shape.items, block, name) };
}
