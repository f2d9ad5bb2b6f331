/** A graph of names, and a way around in it. */
export type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Cycles, each once, as the names on the way with the first one again at the end. */
export function cyclesOf(edges: Edges): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  // Iterative: a long chain of names is no reason to run out of stack.
  const way: { readonly name: string; readonly rest: Iterator<string> }[] = [];
  const on = new Set<string>();
  const enter = (name: string): void => {
    const targets = edges.get(name);
    // From here nothing leads on.
    if (targets === undefined || targets.size === 0) {
      done.add(name);
      return;
    }
    on.add(name);
    way.push({ name, rest: targets.values() });
  };
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    enter(start);
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const next = top.rest.next();
      if (next.done === true) {
        done.add(top.name);
        on.delete(top.name);
        way.pop();
      } else if (on.has(next.value)) {
        const from = way.findIndex(({ name }) => name === next.value);
        cycles.push([...way.slice(from).map(({ name }) => name), next.value]);
      } else if (!done.has(next.value)) enter(next.value);
    }
  }
  return cycles;
}
