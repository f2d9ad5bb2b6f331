import { didYouMean, quote } from '../diagnostics/words.ts';
import type { Member } from './members.ts';
import { placedEpisodes, type PlacedEpisode } from './places.ts';
import type { Context, Rule } from './rule.ts';

/** What an episode does, it can do: its metrics are on one of its assets, and it lasts for what needs time. */
export const effects: Rule = {
  whole: true,
  check(context) {
    for (const placed of placedEpisodes(context)) {
      metrics(placed, context);
      length(placed);
    }
  },
};

function metrics({ episode, at, assets }: PlacedEpisode, context: Context): void {
  const names = [...Object.keys(episode.metrics), ...(episode.only ?? [])];
  if (names.length === 0) return;
  const here = new Set(metricsOf(assets(), context));
  for (const name of Object.keys(episode.metrics)) report(name, at.below('metrics', name), 'key');
  for (const [i, name] of (episode.only ?? []).entries()) report(name, at.below('only', i), 'value');

  function report(name: string, place: typeof at, part: 'key' | 'value'): void {
    if (here.has(name) || !context.names.metric.has(name) || assets().length === 0) return;
    const message = `No asset to which ${quote(episode.id)} happens has the metric ${quote(name)}`;
    place.error('metric-missing', message, didYouMean(name, here, 'They have') ?? 'They have no metric', part);
  }
}

function* metricsOf(assets: readonly Member[], { pattern }: Context): Generator<string> {
  const patterns = new Set(assets.flatMap(({ definition }) => definition.patterns));
  for (const name of patterns) yield* Object.keys(pattern(name)?.value.metrics ?? {});
}

/** An event has no time in which anything could be otherwise. */
function length({ episode, at, lengthKey }: PlacedEpisode): void {
  const { length: lasts, tags, clock, records, state, metrics: touched } = episode;
  if (lasts.kind !== 'constant' || lasts.value !== 0 || episode.schedule.timing.kind === 'uptime') return;
  const hint = `Write how long it lasts: \`${lengthKey}: 30m\``;
  const strict = [
    ['records', records !== null],
    ['clock', clock !== null],
    ['tags', Object.keys(tags).length > 0],
  ] as const;
  for (const [key, written] of strict) {
    if (written) at.below(key).error('no-length', `An episode without length has no time for \`${key}\``, hint, 'key');
  }
  if (state !== null)
    at.below('state').warning('no-effect', 'An episode without length has no time for a state', hint, 'key');
  for (const [name, layers] of Object.entries(touched)) {
    if (layers.some(({ fall }) => fall > 0)) continue;
    at.below('metrics', name).warning(
      'no-effect',
      'An episode without length changes no value',
      `${hint}, or a \`fall\``,
      'key',
    );
  }
}
