/** Stretches of time in which everything that a metric's record says beside its value is constant. */
import type { Asset } from '../model/plan.ts';
import type { RecordField, Stream } from '../model/scenario.ts';
import type { Instant, MetricName } from '../model/units.ts';
import { compileDraw, text } from '../random/draw.ts';
import { occurrenceSite, type Setting } from '../timeline/occurrence.ts';
import type { AssetTimeline, Incident } from '../timeline/timeline.ts';
import { touchesMetric } from './clock.ts';
import { type Variables, variablesOf } from './variables.ts';

export interface Segment {
  /** Half-open [from, to). */
  readonly from: Instant;
  readonly to: Instant;
  readonly variables: Variables;
}

/** What is in force at an instant; the others of an occurrence are null where there is none. */
export const OF_INCIDENTS: readonly string[] = [
  'state',
  'label',
  'anomalous',
  'episode',
  'key',
  'start',
  'end',
  'cause',
  'root',
  'planned',
  'because',
];

/** Segments of a range for one series; null where its record says the same at all times. */
export function segmentsOf(
  stream: Stream,
  setting: Setting,
  timeline: AssetTimeline,
  metric: MetricName,
): ((from: Instant, to: Instant) => Segment[]) | null {
  const { incidents, tags: tellsTags } = toldBeside(stream);
  const tagged = tellsTags ? timeline.episodes.filter(({ episode }) => Object.keys(episode.tags).length > 0) : [];
  if (!incidents && tagged.length === 0) return null;
  return (from, to) => {
    const acting = incidents ? timeline.incidents(from, to).filter((incident) => actsOn(incident, metric)) : [];
    const tagging = tagged.flatMap((episode) => timeline.occurrences(episode, from, to));
    const bounds = new Set([from, to]);
    for (const { start, end } of [...acting, ...tagging]) {
      if (start > from && start < to) bounds.add(start);
      if (end > from && end < to) bounds.add(end);
    }
    const sorted = [...bounds].sort((a, b) => a - b);
    return sorted.slice(0, -1).map((start, i) => {
      const here = <T extends { readonly start: Instant; readonly end: Instant }>(all: readonly T[]) =>
        all.filter((one) => one.start <= start && one.end > start);
      const tags = here(tagging).reduce<Asset['tags']>(
        (known, occurrence) => ({ ...known, ...tagsOf(occurrence, setting) }),
        setting.asset.tags,
      );
      return {
        from: start,
        to: sorted[i + 1]!,
        variables: {
          ...(incidents ? inForce(here(acting)) : {}),
          ...(tagged.length > 0 ? { tags, ...prefixed(tags) } : {}),
        },
      };
    });
  };
}

/** `$label` of several is that of the episode that started latest, then by id; the state is the worst. */
function inForce(acting: readonly Incident[]): Variables {
  const latest = [...acting].sort(
    (a, b) => b.start - a.start || (a.occurrence.episode.id < b.occurrence.episode.id ? -1 : 1),
  );
  const states = acting.map(({ occurrence }) => occurrence.state);
  const label = latest.find(({ occurrence }) => occurrence.episode.label !== null)?.occurrence.episode.label ?? null;
  const { time: _, ...told } = latest[0] === undefined ? NOTHING : variablesOf(latest[0]);
  return {
    ...told,
    state: states.includes('down') ? 'down' : states.includes('degraded') ? 'degraded' : 'up',
    label,
    anomalous: label !== null,
  };
}

const NOTHING: Variables = Object.fromEntries(
  [...OF_INCIDENTS, 'incident', 'root_incident', 'time'].map((name) => [name, null]),
);

/** Whether an incident says something of a metric: by its state, or by what its episode touches. */
function actsOn({ occurrence }: Incident, metric: MetricName): boolean {
  const { metrics, records, clock, only } = occurrence.episode;
  const named = Object.keys(metrics);
  if (occurrence.state !== null || metric in metrics) return true;
  if (records !== null || clock !== null) return touchesMetric(only, metric);
  return named.length === 0;
}

function tagsOf(occurrence: Incident['occurrence'], setting: Setting): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(occurrence.episode.tags).map(([name, draw]) => [
      name,
      text(compileDraw(draw)(occurrenceSite(occurrence, ['tag', name], setting))),
    ]),
  );
}

function prefixed(tags: Asset['tags']): Variables {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`tags.${name}`, value]));
}

/** What the records of a stream say beside the value, as far as it changes with time. */
export function toldBeside({ record }: Stream): {
  /** What is in force. */
  readonly incidents: boolean;
  readonly tags: boolean;
  /** When the record arrived. */
  readonly received: boolean;
} {
  const names = record.flatMap((field) => namesIn(field));
  return {
    incidents: names.some((name) => OF_INCIDENTS.includes(name)),
    tags: names.some((name) => name === 'tags' || name.startsWith('tags.')),
    received: names.includes('received'),
  };
}

/** Variables that a field refers to. */
export function namesIn({ value }: RecordField): string[] {
  const names: string[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const node = part as { readonly kind?: unknown; readonly name?: unknown };
    if (node.kind === 'reference') names.push(String(node.name));
    else Object.values(part).forEach(visit);
  };
  visit(value);
  return names;
}
