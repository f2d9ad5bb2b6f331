import { choice, condition, duration, text } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';
import { layers } from '../../layers/registry.ts';
import { label } from './names.ts';

/** Keys that layers of every kind have. */
export const layerFields = {
  op: choice(
    {
      add: 'Added to what is there.',
      set: 'Replaces what is there.',
      multiply: 'A factor on what is there.',
      min: 'The smaller of the two.',
      max: 'The greater of the two.',
    },
    {
      summary: 'How the layer acts on what the layers above have made.',
      default: 'add',
      beside: [{}, { when: 'office' }, {}, {}, {}],
    },
  ),
  when: condition({
    summary: 'Only while this holds; otherwise what is there stays.',
    optional: true,
    examples: ['office', { state: 'down' }],
  }),
  rise: duration({
    summary: 'Fades in over this time, from the start of `when` or of the episode.',
    default: '0s',
    minimum: 0,
    beside: { when: 'office' },
    examples: ['20m'],
  }),
  fall: duration({
    summary: 'Fades out over this time, after the end of `when` or of the episode.',
    default: '0s',
    minimum: 0,
    beside: { when: 'office' },
    examples: ['20m'],
  }),
  id: text({
    summary: 'Its name: keeps its random numbers when layers are added or moved.',
    ...label,
    optional: true,
    examples: ['jitter'],
  }),
} satisfies Fields;

/** In an episode a layer may also act on one layer of the pattern. */
export const episodeLayerFields = {
  ...layerFields,
  layer: text({
    summary: 'Acts on the contribution of this layer of the pattern alone.',
    ...label,
    optional: true,
    examples: ['jitter'],
  }),
} satisfies Fields;

export { layers as layerKinds };
