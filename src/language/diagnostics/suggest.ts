/** "Did you mean": the candidate that a person probably meant, or null where none is near enough. */
export function suggest(name: string, candidates: Iterable<string>): string | null {
  const wanted = normal(name);
  let best: string | null = null;
  let least = allowance(wanted) + 1;
  for (const candidate of candidates) {
    const distance = distanceBelow(wanted, normal(candidate), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Names that differ in case or in `-` for `_` are the same to a reader. */
function normal(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/** Edits that a slip of the fingers explains: one in a short word, about a third of a longer one. */
function allowance(name: string): number {
  return Math.min(4, Math.max(1, Math.floor(name.length / 3)));
}

/**
 * Damerau–Levenshtein distance with adjacent transpositions (optimal string alignment), or `limit`
 * where it is not below that.
 */
function distanceBelow(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return Math.min(limit, last[b.length]!);
}
