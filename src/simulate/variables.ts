/** What `$names` mean in the record of a stream. */
import type { Reference } from '../model/draw.ts';
import type { Asset } from '../model/plan.ts';
import type { AssetId, Json } from '../model/units.ts';
import type { Sampler } from '../random/draw.ts';
import { resolveOfAsset } from '../timeline/site.ts';
import type { Incident } from '../timeline/timeline.ts';

export interface Variables {
  readonly [name: string]: Json;
}

/** `asset/root asset/episode/key`: the row key of an incident, readable. */
export function incidentId(asset: AssetId, { occurrence }: Pick<Incident, 'occurrence'>): string {
  return [asset, occurrence.asset, occurrence.episode.id, occurrence.id].join('/');
}

/** Variables of one occurrence as it acts on an asset; times are epoch ms. */
export function variablesOf(incident: Incident): Variables {
  const { asset, occurrence, cause, start, end } = incident;
  const { episode } = occurrence;
  return {
    asset,
    episode: episode.id,
    key: occurrence.id,
    start,
    end,
    time: start,
    state: occurrence.state,
    cause,
    root: occurrence.asset,
    planned: episode.planned,
    label: episode.label,
    because: episode.because,
    incident: incidentId(asset, incident),
    root_incident: asset === occurrence.asset ? null : incidentId(occurrence.asset, incident),
  };
}

/** Evaluates a record's expression: fields and variables first, then what the asset says. */
export function evaluate(
  value: Sampler,
  asset: Asset,
  variables: Variables,
  fields: Variables,
  find: (id: AssetId) => Asset | undefined,
): Json {
  const resolve = (reference: Reference): Json => {
    if (reference.of === 'field') return fields[reference.name] ?? null;
    if (reference.of === 'variable' && reference.name in variables) return variables[reference.name]!;
    return resolveOfAsset(reference, asset, find);
  };
  return value({ key: nothingDrawn, resolve });
}

/** Records draw nothing: what is drawn stands in fields and traits. */
function nothingDrawn(): never {
  throw new Error('a record draws nothing');
}
