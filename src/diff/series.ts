/** Which series of two plans are the same, by their digests alone: nothing is simulated. */
import type { Plan, PlannedStream, Series } from '../model/plan.ts';
import type { AssetId } from '../model/units.ts';
import type { SeriesPair, StreamChange } from './model.ts';
import type { Renamed } from './renamed.ts';

export interface Matched {
  readonly streams: readonly StreamChange[];
  /** Series on both sides whose digests differ. */
  readonly pairs: readonly SeriesPair[];
  /** Of these, the ones whose records tell the same in another shape. */
  readonly shaped: ReadonlySet<SeriesPair>;
  readonly added: readonly OneSided[];
  readonly removed: readonly OneSided[];
}

export interface OneSided {
  readonly stream: string;
  readonly series: Series;
}

/** @param form what is other: the values, only the shape of records, or only what a digest is made of */
export function matchSeries(
  old: Plan,
  now: Plan,
  renamed: Renamed,
  form: (pair: SeriesPair) => 'values' | 'shape' | 'nothing',
): Matched {
  const streams: StreamChange[] = [];
  const pairs: SeriesPair[] = [];
  const shaped = new Set<SeriesPair>();
  const added: OneSided[] = [];
  const removed: OneSided[] = [];
  for (const [before, after] of streamPairs(old, now, renamed)) {
    const [was, is] = [before?.series ?? [], after?.series ?? []];
    const left = new Map(was.map((series) => [series.id, series]));
    const stream = (after ?? before)!;
    let [same, changed, formed, other] = [0, 0, 0, 0];
    const extra: Series[] = [];
    for (const series of is) {
      const id = renamed.oldSeries(series);
      const partner = left.get(id);
      if (partner === undefined) {
        extra.push(series);
        continue;
      }
      left.delete(id);
      if (partner.digest === series.digest) {
        same += 1;
        continue;
      }
      const pair: SeriesPair = {
        stream: { old: before!.id, new: after!.id },
        asset: { old: partner.asset, new: series.asset },
        metric: { old: partner.metric, new: series.metric },
        digest: { old: partner.digest, new: series.digest },
      };
      const differs = partner.id === series.id ? form(pair) : 'values';
      if (differs === 'nothing') {
        same += 1;
        continue;
      }
      if (differs === 'shape') {
        formed += 1;
        shaped.add(pair);
      } else if (partner.id === series.id) changed += 1;
      else other += 1;
      pairs.push(pair);
    }
    for (const series of extra) added.push({ stream: stream.id, series });
    for (const series of left.values()) removed.push({ stream: stream.id, series });
    const records = { old: before?.records ?? 0, new: after?.records ?? 0 };
    const still = is.length === same && left.size === 0 && records.old === records.new;
    const state = before === null ? 'added' : after === null ? 'removed' : still ? 'same' : 'changed';
    streams.push({
      id: stream.id,
      was: before !== null && after !== null && before.id !== after.id ? before.id : null,
      kind: stream.kind,
      preset: stream.preset,
      state,
      records,
      series: {
        old: was.length,
        new: is.length,
        same,
        renamed: other,
        changed,
        equal: 0,
        form: formed,
        added: extra.length,
        removed: left.size,
      },
    });
  }
  return { streams, pairs, shaped, added, removed };
}

/** By name, then those that were renamed; the new order first. */
function streamPairs(old: Plan, now: Plan, renamed: Renamed): readonly [PlannedStream | null, PlannedStream | null][] {
  const left = new Map(old.streams.map((stream) => [stream.id, stream]));
  const take = (id: string): PlannedStream | null => {
    const found = left.get(id) ?? null;
    left.delete(id);
    return found;
  };
  const pairs = now.streams.map((stream): [PlannedStream | null, PlannedStream | null] => {
    return [take(renamed.oldStream(stream.id)), stream];
  });
  return [...pairs, ...[...left.values()].map((stream): [PlannedStream, null] => [stream, null])];
}

/** Assets that only one side has. */
export function onlyIn(one: Plan, other: Plan, known: (id: AssetId) => boolean): readonly AssetId[] {
  const there = new Set(other.assets.map(({ id }) => id));
  return one.assets.map(({ id }) => id).filter((id) => !there.has(id) && !known(id));
}
