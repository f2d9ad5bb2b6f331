import type { Parts } from '../normalise/scenario.ts';
import { attributes } from './attributes.ts';
import { clampResolution } from './clamp-resolution.ts';
import { columns } from './columns.ts';
import { dependencyCycles } from './dependency-cycles.ts';
import { draws } from './draws.ts';
import { duplicates } from './duplicates.ts';
import { layerTargets } from './layer-targets.ts';
import { among, expand } from './members.ts';
import { names } from './names.ts';
import { patterns } from './patterns.ts';
import { readCycles } from './read-cycles.ts';
import { reads } from './reads.ts';
import { references } from './references.ts';
import { resolutions } from './resolutions.ts';
import type { Context, Rule } from './rule.ts';
import { selections } from './selections.ts';
import { sinks } from './sinks.ts';
import { streamConflicts } from './stream-conflicts.ts';
import { streamMetrics } from './stream-metrics.ts';
import { success } from './success.ts';
import { tables } from './tables.ts';
import { timings } from './timings.ts';
import { unused } from './unused.ts';
import { version } from './version.ts';
import { zones } from './zones.ts';

/** Every rule; a new one is its file and its line here. */
const rules: readonly Rule[] = [
  version,
  names,
  duplicates,
  selections,
  references,
  attributes,
  zones,
  draws,
  timings,
  resolutions,
  clampResolution,
  patterns,
  reads,
  layerTargets,
  dependencyCycles,
  readCycles,
  success,
  streamMetrics,
  streamConflicts,
  tables,
  columns,
  sinks,
  unused,
];

/** Reports every breach at its place. */
export function checkRules(parts: Parts, shaped: boolean): void {
  const members = expand(parts.assets);
  const byId = new Map(members.map((member) => [member.id, member]));
  const byName = new Map(parts.patterns.map((pattern) => [pattern.value.name, pattern]));
  const context: Context = {
    ...parts,
    shaped,
    members,
    byId,
    selected: (selection) => among(members, selection),
    pattern: (name) => byName.get(name),
    metric: ({ definition }, name) =>
      definition.patterns
        .map((pattern) => byName.get(pattern)?.value.metrics[name])
        .find((metric) => metric !== undefined),
  };
  for (const rule of rules) if (!rule.whole || parts.whole) rule.check(context);
}
