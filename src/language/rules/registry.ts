import type { Selection } from '../../model/scenario.ts';
import type { Parts } from '../normalise/scenario.ts';
import { assetCycles } from './asset-cycles.ts';
import { attributes } from './attributes.ts';
import { births } from './births.ts';
import { bounded } from './bounded.ts';
import { cases } from './cases.ts';
import { chance } from './chance.ts';
import { clampResolution } from './clamp-resolution.ts';
import { columns } from './columns.ts';
import { cut } from './cut.ts';
import { dependencyCycles } from './dependency-cycles.ts';
import { draws } from './draws.ts';
import { duplicates } from './duplicates.ts';
import { effects } from './effects.ts';
import { episodeNames } from './episode-names.ts';
import { followed } from './followed.ts';
import { layerTargets } from './layer-targets.ts';
import { layerTimings } from './layer-timings.ts';
import { lives } from './lives.ts';
import { lookback } from './lookback.ts';
import { among, expand, type Member } from './members.ts';
import { names } from './names.ts';
import { never } from './never.ts';
import { numbers } from './numbers.ts';
import { patterns } from './patterns.ts';
import { perDay } from './per-day.ts';
import { profilePoints } from './profile-points.ts';
import { readCycles } from './read-cycles.ts';
import { reads } from './reads.ts';
import { references } from './references.ts';
import { resolutions } from './resolutions.ts';
import type { Context, Rule } from './rule.ts';
import { selections } from './selections.ts';
import { sinks } from './sinks.ts';
import { sources } from './sources.ts';
import { streamConflicts } from './stream-conflicts.ts';
import { streamEvents } from './stream-events.ts';
import { streamMetrics } from './stream-metrics.ts';
import { success } from './success.ts';
import { tables } from './tables.ts';
import { timings } from './timings.ts';
import { unheard } from './unheard.ts';
import { unlikely } from './unlikely.ts';
import { unused } from './unused.ts';
import { validators } from './validators.ts';
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
  numbers,
  zones,
  draws,
  chance,
  timings,
  resolutions,
  clampResolution,
  patterns,
  reads,
  layerTargets,
  dependencyCycles,
  readCycles,
  assetCycles,
  lives,
  births,
  layerTimings,
  bounded,
  lookback,
  episodeNames,
  followed,
  effects,
  profilePoints,
  perDay,
  cases,
  never,
  success,
  streamMetrics,
  streamEvents,
  streamConflicts,
  tables,
  validators,
  columns,
  sources,
  sinks,
  unheard,
  cut,
  unlikely,
  unused,
];

/** Reports every breach at its place. */
export function checkRules(parts: Parts, shaped: boolean): void {
  const members = expand(parts.assets);
  const byId = new Map(members.map((member) => [member.id, member]));
  const chosen = new Map<Selection, readonly Member[]>();
  const byName = new Map(parts.patterns.map((pattern) => [pattern.value.name, pattern]));
  const context: Context = {
    ...parts,
    shaped,
    members,
    byId,
    selected(selection) {
      if (selection === null) return members;
      let found = chosen.get(selection);
      if (found === undefined) chosen.set(selection, (found = among(members, selection)));
      return found;
    },
    made: new Map(),
    pattern: (name) => byName.get(name),
    metric: ({ definition }, name) =>
      definition.patterns
        .map((pattern) => byName.get(pattern)?.value.metrics[name])
        .find((metric) => metric !== undefined),
  };
  for (const rule of rules) if (!rule.whole || parts.whole) rule.check(context);
}
