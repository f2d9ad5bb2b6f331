/** Layers compiled for a place, and how they act on a column. */
import { type Fill, type Kernel, type LayerContext, type Ticks } from '../layers/layer.ts';
import { layers as registry } from '../layers/registry.ts';
import type { Scratch } from '../layers/scratch.ts';
import type { Layer } from '../model/scenario.ts';
import type { Instant } from '../model/units.ts';
import type { Intervals } from '../timeline/arrivals.ts';
import { intersect } from '../timeline/interval.ts';
import { combine, combineWeighted } from './algebra.ts';
import { fillWeights, spansOf } from './weight.ts';

export interface CompiledLayer {
  readonly layer: Layer;
  readonly kernel: Kernel;
  /** Where it acts; null: everywhere. */
  readonly when: Intervals | null;
}

const kinds = new Map(registry.map((definition) => [definition.kind, definition]));

/** Looks up a layer's kind; the language lets no other through. */
export function kindOf(layer: Layer) {
  const definition = kinds.get(layer.kind);
  if (definition === undefined) throw new Error(`no layer kind ${layer.kind}`);
  return definition;
}

/** A layer and those that it is made of. */
export function layersWithin(layer: Layer): readonly Layer[] {
  const inner = layer.values.layers;
  return Array.isArray(inner) ? [layer, ...(inner as Layer[]).flatMap(layersWithin)] : [layer];
}

export function compileLayer(layer: Layer, context: LayerContext, when: Intervals | null): CompiledLayer {
  return { layer, kernel: kindOf(layer).compile(layer.values, context), when };
}

/** Adds what changes the contribution of one layer alone, before it is combined; null where nothing does. */
export type Retouch = Fill | null;

/**
 * Layers of a pattern from top to bottom, from 0.
 * @param retouch by the layer's key
 */
export function fillLayers(
  layers: readonly CompiledLayer[],
  ticks: Ticks,
  out: Float64Array,
  scratch: Scratch,
  retouch: (key: string) => Retouch,
): void {
  const first = layers[0];
  // Nothing is there yet: what the first layer adds is what there is.
  const alone = first?.when === null && isPlain(first.layer) && retouch(first.layer.key) === null;
  if (alone) first.kernel(ticks, out, scratch.zeros);
  else out.fill(0, 0, ticks.count);
  for (let i = alone ? 1 : 0; i < layers.length; i++) {
    const layer = layers[i]!;
    applyLayer(layer, ticks, out, scratch, retouch(layer.layer.key));
  }
}

function isPlain({ op }: Layer): boolean {
  return op === 'add' || op === 'set';
}

/** Lets a layer of a pattern act on `out`. */
function applyLayer(
  compiled: CompiledLayer,
  ticks: Ticks,
  out: Float64Array,
  scratch: Scratch,
  retouch: Retouch,
): void {
  const { layer, when } = compiled;
  if (when === null) {
    scratch.column((x) => {
      compiled.kernel(ticks, x, out);
      retouch?.(ticks, x);
      combine[layer.op](out, x, 0, ticks.count);
    });
    return;
  }
  // Windows that ended up to a fall ago still count, from the level that their rise had reached.
  const windows = when(ticks.start - layer.fall - layer.rise, ticks.start + ticks.count * ticks.step);
  applyIn(compiled, windows, ticks, out, scratch, retouch);
}

/** Lets a layer of an episode act on `out` for one occurrence. */
export function applyDuring(
  compiled: CompiledLayer,
  start: Instant,
  end: Instant,
  ticks: Ticks,
  out: Float64Array,
  scratch: Scratch,
): void {
  const window = Float64Array.of(start, end);
  const windows = compiled.when === null ? window : intersect(compiled.when(start, end), window);
  applyIn(compiled, windows, ticks, out, scratch, null);
}

function applyIn(
  { layer, kernel }: CompiledLayer,
  windows: Float64Array,
  ticks: Ticks,
  out: Float64Array,
  scratch: Scratch,
  retouch: Retouch,
): void {
  for (const { from, to } of spansOf(windows, layer.fall, ticks)) {
    const part: Ticks = { start: ticks.start + from * ticks.step, step: ticks.step, count: to - from };
    scratch.column((x) => {
      kernel(part, x, out.subarray(from, to));
      retouch?.(part, x);
      if (layer.rise === 0 && layer.fall === 0) combine[layer.op](out, x, from, to);
      else
        scratch.column((w) => {
          fillWeights(windows, layer.rise, layer.fall, part, w);
          combineWeighted(layer.op, out, x, w, from, to);
        });
    });
  }
}
