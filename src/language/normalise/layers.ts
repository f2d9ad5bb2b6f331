import type { Definition, Values } from '../../model/field.ts';
import type { Layer } from '../../model/scenario.ts';
import { didYouMean, listed, quote } from '../diagnostics/words.ts';
import { episodeLayerFields, layerFields, layerKinds } from '../grammar/layer.ts';
import { Broken, attempt, type At } from './at.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import { timingKeys } from './schedule.ts';
import { broken, mappingOf, type Mapping } from './text.ts';

/** Layers from top to bottom; a layer without an id is keyed by its kind and its ordinal among these. */
export function readLayers(written: unknown, inEpisode: boolean, at: At, scope: Scope, reading: Reading): Layer[] {
  if (!Array.isArray(written)) return broken(at, 'wrong-type', 'Expected a list of layers');
  const ordinals = new Map<string, number>();
  const layers = (written as unknown[]).map((item, i) =>
    attempt(() => readLayer(item, inEpisode, at.below(i), ordinals, scope, reading)),
  );
  if (layers.includes(undefined)) throw new Broken();
  return layers as Layer[];
}

function readLayer(
  written: unknown,
  inEpisode: boolean,
  at: At,
  ordinals: Map<string, number>,
  scope: Scope,
  reading: Reading,
): Layer {
  const mapping = mappingOf(written, at, 'a layer');
  const definition = layerKinds.find(({ kind }) => kind === mapping['kind']);
  if (definition === undefined) {
    const kinds = layerKinds.map(({ kind }) => kind);
    const kind = mapping['kind'];
    return broken(
      at.below('kind'),
      'unknown-kind',
      `There is no layer of kind ${quote(kind)}`,
      didYouMean(kind, kinds, 'Kinds of layer'),
    );
  }
  const { kind } = definition;
  const common = attempt(
    () =>
      reading.fields(inEpisode ? episodeLayerFields : layerFields, mapping, at, scope) as Values<
        typeof episodeLayerFields
      >,
  );
  checkExclusive(definition, mapping, at);
  const values = reading.fields(definition.fields, mapping, at, scope);
  if (common === undefined) throw new Broken();
  const problem = definition.problem?.(values) ?? null;
  if (problem !== null) broken(at, 'exclusive-keys', problem);
  let key = common.id;
  if (key === null) {
    // Only those without an id count: naming a layer moves no other.
    const ordinal = (ordinals.get(kind) ?? 0) + 1;
    ordinals.set(kind, ordinal);
    key = ordinal === 1 ? kind : `${kind}.${String(ordinal)}`;
  }
  return {
    kind,
    key,
    op: common.op,
    when: common.when,
    rise: common.rise,
    fall: common.fall,
    target: common.layer ?? null,
    values,
  };
}

/** Of some keys a kind needs exactly one. */
function checkExclusive({ kind, exclusive = [] }: Definition, mapping: Mapping, at: At): void {
  for (const group of exclusive) {
    const keys = group.flatMap((name) => (name === 'schedule' ? timingKeys : [name]));
    const written = keys.filter((key) => Object.hasOwn(mapping, key));
    const few = written.length === 0;
    // Timings that exclude each other are told apart where the schedule is read.
    if (!few && (written.length === 1 || written.every((key) => timingKeys.includes(key)))) continue;
    broken(
      few ? at : at.below(written[1]!),
      few ? 'missing-key' : 'exclusive-keys',
      few ? `A ${kind} layer needs one of ${listed(keys)}` : `${listed(written, 'and')} cannot stand together`,
      few ? null : 'Keep one of them',
    );
  }
}
