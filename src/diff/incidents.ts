/** Occurrences before and after, of the assets whose records change: told by episode. */
import type { AssetId, Range } from '../model/units.ts';
import type { Engine } from '../simulate/engine.ts';
import { isRandom } from '../timeline/arrivals.ts';
import { type Occurrence } from '../timeline/occurrence.ts';
import { evenly } from './groups.ts';
import type { Both, IncidentChange } from './model.ts';

/** Of more assets, so many stand for all. */
const SAMPLE = 2000;

/** @param assets ids on both sides; null where an asset is on one side alone */
export function incidentChanges(
  assets: readonly Both<AssetId | null>[],
  periods: Both<Range>,
  engines: Both<Engine>,
): readonly IncidentChange[] {
  const tallies = new Map<string, Tally>();
  for (const { old, new: now } of evenly(assets, SAMPLE)) {
    const before = occurrencesOf(engines.old, old, periods.old);
    const after = occurrencesOf(engines.new, now, periods.new);
    for (const episode of new Set([...after.keys(), ...before.keys()])) {
      let tally = tallies.get(episode);
      if (tally === undefined) tallies.set(episode, (tally = new Tally(episode)));
      tally.add((now ?? old)!, before.get(episode) ?? [], after.get(episode) ?? []);
    }
  }
  return [...tallies.values()].filter((tally) => tally.differs).map((tally) => tally.result());
}

/** Own occurrences of episodes with a state or a label, by episode. */
function occurrencesOf(engine: Engine, id: AssetId | null, { from, to }: Range): ReadonlyMap<string, Occurrence[]> {
  const found = new Map<string, Occurrence[]>();
  const asset = id === null ? undefined : engine.find(id);
  if (asset === undefined) return found;
  for (const { occurrence } of engine.timeline(asset).incidents(from, to)) {
    if (occurrence.asset !== asset.id) continue;
    const { id: episode } = occurrence.episode;
    const list = found.get(episode);
    if (list === undefined) found.set(episode, [occurrence]);
    else list.push(occurrence);
  }
  return found;
}

/** What becomes of the occurrences of one episode. */
class Tally {
  readonly #episode: string;
  readonly #assets = new Set<AssetId>();
  readonly #shifts = new Set<number>();
  readonly #lengths = { old: 0, new: 0 };
  #random = false;
  #example: IncidentChange['example'] = { old: null, new: null };
  readonly #counts = { old: 0, new: 0, same: 0, moved: 0, resized: 0, restated: 0, added: 0, gone: 0 };

  constructor(episode: string) {
    this.#episode = episode;
  }

  add(asset: AssetId, old: readonly Occurrence[], now: readonly Occurrence[]): void {
    const any = (now[0] ?? old[0])!;
    this.#random = isRandom(any.episode.schedule.timing);
    this.#counts.old += old.length;
    this.#counts.new += now.length;
    for (const { start, end } of old) this.#lengths.old += end - start;
    for (const { start, end } of now) this.#lengths.new += end - start;
    for (const [before, after] of matched(old, now, this.#random)) {
      const what = this.#judge(before, after);
      this.#counts[what] += 1;
      if (what === 'same') continue;
      this.#assets.add(asset);
      if (what === 'moved') this.#shifts.add(after!.start - before!.start);
      if (this.#example.old !== null || this.#example.new !== null) continue;
      const shown = (one: Occurrence | null) => (one === null ? null : { asset, start: one.start, end: one.end });
      this.#example = { old: shown(before), new: shown(after) };
    }
  }

  #judge(old: Occurrence | null, now: Occurrence | null): 'same' | 'moved' | 'resized' | 'restated' | 'added' | 'gone' {
    if (old === null) return 'added';
    if (now === null) return 'gone';
    if (old.start !== now.start) return 'moved';
    if (old.end !== now.end) return 'resized';
    return old.state === now.state ? 'same' : 'restated';
  }

  get differs(): boolean {
    return this.#assets.size > 0;
  }

  result(): IncidentChange {
    const { old, new: now } = this.#counts;
    const [shift] = this.#shifts;
    return {
      episode: this.#episode,
      assets: [...this.#assets],
      random: this.#random,
      ...this.#counts,
      by: this.#shifts.size === 1 ? shift! : null,
      length: {
        old: old === 0 ? null : this.#lengths.old / old,
        new: now === 0 ? null : this.#lengths.new / now,
      },
      example: this.#example,
    };
  }
}

/** By their keys; of what comes by a clock, then the next that is left over, in order of time. */
function matched(
  old: readonly Occurrence[],
  now: readonly Occurrence[],
  random: boolean,
): readonly [Occurrence | null, Occurrence | null][] {
  const left = new Map(old.map((occurrence) => [occurrence.id, occurrence]));
  const extra: Occurrence[] = [];
  const pairs: [Occurrence | null, Occurrence | null][] = [];
  for (const occurrence of now) {
    const partner = left.get(occurrence.id);
    if (partner === undefined) extra.push(occurrence);
    else pairs.push([partner, occurrence]);
    left.delete(occurrence.id);
  }
  const rest = [...left.values()];
  if (!random && rest.length === extra.length)
    return [...pairs, ...rest.map((one, i): [Occurrence, Occurrence] => [one, extra[i]!])];
  return [
    ...pairs,
    ...rest.map((one): [Occurrence, null] => [one, null]),
    ...extra.map((one): [null, Occurrence] => [null, one]),
  ];
}
