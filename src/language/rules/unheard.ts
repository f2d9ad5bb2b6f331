import type { Draw } from '../../model/draw.ts';
import type { Layer } from '../../model/scenario.ts';
import { quote } from '../diagnostics/words.ts';
import { isMapping } from '../normalise/text.ts';
import { placedLayers, writtenBelow, type PlacedLayer } from './places.ts';
import type { Rule } from './rule.ts';

/** Layers that are legal, and surely not what was meant: they hide others, or what they say changes nothing. */
export const unheard: Rule = {
  whole: true,
  check(context) {
    for (const placed of placedLayers(context)) {
      hides(placed);
      fades(placed);
      factors(placed);
      companions(placed);
    }
  },
};

const always = ({ when, rise, fall }: Layer): boolean => when === null && rise === 0 && fall === 0;

/** In an episode `set` is what it is for: it holds for a while. */
function hides({ layer, at, list, index, where }: PlacedLayer): void {
  if (where === 'episode' || !always(layer) || index === 0) return;
  if (layer.op === 'set' && layer.kind !== 'spike') {
    const count = index === 1 ? 'the layer above it' : `all ${String(index)} layers above it`;
    at.below('op').warning(
      'hides-layers',
      `This \`set\` hides ${count}: it replaces what they make, at all times`,
      'Move it up, or limit it with `when`',
    );
  }
  const value = layer.values['value'] as Draw | undefined;
  if (layer.op === 'multiply' && layer.kind === 'constant' && value?.kind === 'constant' && value.value === 0)
    at.below('value').warning(
      'hides-layers',
      `A factor of 0 hides all that ${list.length > 1 ? 'the layers above it make' : 'is above it'}`,
      'Limit it with `when`, or remove it',
    );
}

/** A fade needs something to fade from and to. */
function fades({ layer, at, where }: PlacedLayer): void {
  if (where === 'episode' || layer.when !== null) return;
  for (const key of ['rise', 'fall'] as const)
    if (layer[key] > 0)
      at.below(key).warning(
        'no-effect',
        `\`${key}\` does nothing here: without \`when\` the layer acts at all times`,
        'Add a `when`, or remove it',
        'key',
      );
}

/** Around 0 it is noise; a factor is around 1. */
function factors({ layer, at, inGroup, list, index }: PlacedLayer): void {
  if (layer.kind === 'noise' && layer.op === 'multiply' && layer.values['sd'] !== null)
    at.below('sd').warning(
      'noise-as-factor',
      'As a factor this noise is around 0, and takes the place of what it multiplies',
      'Write lognormal: {median: 1, sigma: 0.1}',
      'key',
    );
  // Growth starts at 1: added it is a curve of its own only where it is the first of its list.
  if (layer.kind === 'ramp' && layer.values['growth'] !== null && layer.op === 'add' && (index > 0 || !inGroup))
    if (list.length > 1)
      at.below('growth').warning(
        'growth-added',
        'Growth is a factor that starts at 1, and is added here',
        'Write `op: multiply`',
        'key',
      );
}

/** Keys that speak of another key, which is not there. */
const NEEDED: { readonly [kind: string]: readonly (readonly [key: string, needs: string])[] } = {
  follow: [
    ['pick', 'window'],
    ['interpolate', 'map'],
  ],
  profile: [
    ['x', 'file'],
    ['y', 'file'],
  ],
  ramp: [['until', 'since']],
};

function companions({ layer, at, root }: PlacedLayer): void {
  const pairs = NEEDED[layer.kind];
  if (pairs === undefined) return;
  const written = writtenBelow(root, at);
  if (!isMapping(written)) return;
  for (const [key, needs] of pairs) {
    if (!Object.hasOwn(written, key) || Object.hasOwn(written, needs)) continue;
    at.below(key).warning('no-effect', `${quote(key)} does nothing without ${quote(needs)}`, null, 'key');
  }
}
