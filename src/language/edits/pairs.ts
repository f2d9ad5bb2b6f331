/** Which definition of one text is which of another. */
import { type Unit, partsOf, unitsOf, withoutName } from './unit.ts';
import type { Source } from '../source.ts';

export interface Pair {
  readonly old: Unit | null;
  readonly new: Unit | null;
}

/**
 * Pairs of what has one name, then of what is written alike under another, then, where nothing has a name, in order.
 * What stands on one side alone has no partner.
 */
export function pairsOf(old: readonly Source[], now: readonly Source[]): readonly Pair[] {
  return pairs(unitsOf(old), unitsOf(now)).flatMap((pair) => {
    if (pair.old === null || pair.new === null || pair.old.section !== 'patterns') return [pair];
    // What is only called otherwise is the same within.
    if (pair.old.name !== pair.new.name) return [pair];
    return pairs(partsOf(pair.old), partsOf(pair.new));
  });
}

function pairs(old: readonly Unit[], now: readonly Unit[]): readonly Pair[] {
  const partner = new Map<Unit, Unit>();
  const taken = new Set<Unit>();
  const pair = (alike: (a: Unit, b: Unit) => boolean): void => {
    // By section first: fleets of files have thousands of assets, and few of them are left over.
    for (const a of old) {
      if (partner.has(a)) continue;
      const b = candidates(a).find((other) => !taken.has(other) && alike(a, other));
      if (b === undefined) continue;
      partner.set(a, b);
      taken.add(b);
    }
  };
  const bySection = groups(now, ({ section }) => section);
  const byName = groups(now, ({ section, name, part }) => JSON.stringify([section, name, part]));
  let candidates = ({ section, name, part }: Unit): readonly Unit[] =>
    byName.get(JSON.stringify([section, name, part])) ?? [];
  pair((a, b) => a.main === b.main);
  pair(() => true);
  const left = groups(
    now.filter((unit) => !taken.has(unit)),
    ({ section }) => section,
  );
  candidates = ({ section }) => left.get(section) ?? [];
  pair((a, b) => (a.named || b.named) && a.name !== null && withoutName(a) === withoutName(b) && samePlace(a, b));
  candidates = ({ section }) => bySection.get(section) ?? [];
  pair((a, b) => !a.named && !b.named);

  return [
    ...old.map((unit): Pair => ({ old: unit, new: partner.get(unit) ?? null })),
    ...now.filter((unit) => !taken.has(unit)).map((unit): Pair => ({ old: null, new: unit })),
  ];
}

/** Metrics with metrics, episodes with episodes. */
const samePlace = (a: Unit, b: Unit): boolean => a.path.length === b.path.length && a.path.at(-2) === b.path.at(-2);

function groups(units: readonly Unit[], keyOf: (unit: Unit) => string): ReadonlyMap<string, readonly Unit[]> {
  const found = new Map<string, Unit[]>();
  for (const unit of units) {
    const key = keyOf(unit);
    const group = found.get(key);
    if (group === undefined) found.set(key, [unit]);
    else group.push(unit);
  }
  return found;
}
