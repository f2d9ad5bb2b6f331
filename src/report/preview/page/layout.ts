/** Where the boxes of a dependency graph stand: what others depend on at the left, and below each other what depends on it. */

export interface Node {
  readonly id: string;
  /** Ids of what it depends on; those that are not among the nodes are passed over. */
  readonly dependsOn: readonly string[];
}

export interface Placed<N extends Node> {
  readonly node: N;
  readonly column: number;
  /** In rows from the top; between two rows where it has several below it. */
  readonly row: number;
}

export interface Layout<N extends Node> {
  readonly placed: ReadonlyMap<string, Placed<N>>;
  readonly columns: number;
  readonly rows: number;
}

/** A node stands one column after the last of what it depends on, and beside the middle of what depends on it first of all. */
export function layOut<N extends Node>(nodes: readonly N[]): Layout<N> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const columns = new Map<string, number>();
  const columnOf = (id: string, way: readonly string[]): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    const below = byId.get(id)!.dependsOn.filter((other) => byId.has(other) && !way.includes(other));
    const column = below.reduce((most, other) => Math.max(most, columnOf(other, [...way, id]) + 1), 0);
    columns.set(id, column);
    return column;
  };
  for (const { id } of nodes) columnOf(id, []);

  const first = (node: N): string | undefined => node.dependsOn.find((id) => byId.has(id) && id !== node.id);
  const children = new Map<string, N[]>();
  for (const node of nodes) {
    const parent = first(node);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const placed = new Map<string, Placed<N>>();
  let rows = 0;
  const place = (node: N): number => {
    const known = placed.get(node.id);
    if (known !== undefined) return known.row;
    // Held already, so that a circle ends.
    placed.set(node.id, { node, column: columns.get(node.id)!, row: rows });
    const below = (children.get(node.id) ?? []).filter(({ id }) => !placed.has(id)).map(place);
    const row = below.length === 0 ? rows++ : (below[0]! + below.at(-1)!) / 2;
    placed.set(node.id, { node, column: columns.get(node.id)!, row });
    return row;
  };
  for (const node of nodes) if (first(node) === undefined) place(node);
  for (const node of nodes) place(node);
  return { placed, columns: Math.max(0, ...columns.values()) + 1, rows };
}
