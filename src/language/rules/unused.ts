import { quote } from '../diagnostics/words.ts';
import type { Context, Rule } from './rule.ts';
import { nameOf } from '../normalise/collect.ts';

/** What the scenario defines for itself and nothing uses is left over, or misspelt. Includes may define more. */
export const unused: Rule = {
  whole: false,
  check(context) {
    const { found, file, definitions, shaped } = context;
    if (!shaped) return;
    const named = (namespace: string) =>
      new Set(found.uses.filter((use) => use.namespace === namespace).map(({ name }) => name));
    const traits = new Set(found.traits.map(({ name }) => name));
    const used = { calendars: named('calendar'), patterns: named('pattern'), traits };
    for (const section of ['calendars', 'patterns', 'traits'] as const) {
      for (const [name, { at }] of definitions[section]) {
        if (at.source.file !== file.root.source.file || used[section].has(name)) continue;
        at.warning('unused', `Nothing uses the ${section.slice(0, -1)} ${quote(name)}`, null, 'key');
      }
    }
    metrics(context);
    sources(context);
  },
};

function sources({ sources: all, streams, whole }: Context): void {
  if (!whole) return;
  const read = new Set(streams.map(({ value }) => value.source));
  for (const { written } of all) {
    const name = nameOf(written);
    if (!read.has(name)) written.at.warning('unused', `No stream reads the source ${quote(name)}`, null, 'key');
  }
}

/** What the catalogue says of a metric that nothing makes. */
function metrics({ definitions, names, streams, file, whole }: Context): void {
  if (!whole) return;
  const made = new Set(names.metric);
  for (const { value } of streams) if (value.role?.kind === 'jobs') made.add(value.role.metric);
  for (const [name, { at }] of definitions.metrics) {
    if (made.has(name) || at.source.file !== file.root.source.file) continue;
    at.warning('unused', `No pattern makes the metric ${quote(name)}`, null, 'key');
  }
}
