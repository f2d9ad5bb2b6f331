import { didYouMean, quote } from '../diagnostics/words.ts';
import type { Namespace } from '../../model/field.ts';
import type { At } from '../normalise/at.ts';
import { isMapping } from '../normalise/text.ts';
import type { Context, Rule } from './rule.ts';

/** Names that a key may ask for; `$name` and `layer` have rules of their own. */
type Used = Exclude<Namespace, 'trait' | 'layer' | 'stream'>;

const PLURALS: { readonly [N in Used]: string } = {
  calendar: 'Calendars',
  metric: 'Metrics',
  pattern: 'Patterns',
  asset: 'Assets',
  episode: 'Episodes',
};

/** Every name that is used is defined somewhere. */
export const names: Rule = {
  whole: false,
  check(context) {
    const assets = new Set([...context.names.asset, ...context.byId.keys()]);
    const defined = (namespace: Namespace) => (namespace === 'asset' ? assets : context.names[namespace]);
    // A broken fleet may have had the name.
    const anyAsset = hasBrokenFleet(context);
    for (const { namespace, name, at } of context.found.uses) {
      if (namespace === 'asset' && (name === '$parent' || anyAsset)) continue;
      if (!defined(namespace).has(name)) unknown(namespace, name, defined(namespace), at, 'value');
    }
    for (const at of episodePlaces(context)) {
      const metrics = at.metrics;
      for (const name of metrics) used('metric', name, context, at.at.below('metrics', name), 'key');
    }
  },
};

function hasBrokenFleet({ file, assets }: Context): boolean {
  const written = file.content['assets'];
  const fleets = (Array.isArray(written) ? (written as unknown[]) : []).filter(
    (item) => isMapping(item) && Object.hasOwn(item, 'expand'),
  );
  return fleets.length > assets.filter(({ value }) => value.expand !== null).length;
}

function used(namespace: Namespace, name: string, context: Context, at: At, part: 'key' | 'value' = 'value'): void {
  if (!context.names[namespace].has(name)) unknown(namespace, name, context.names[namespace], at, part);
}

function unknown(namespace: Namespace, name: string, legal: ReadonlySet<string>, at: At, part: 'key' | 'value'): void {
  const hint = didYouMean(name, legal, PLURALS[namespace as Used]);
  at.error(
    `unknown-${namespace as Used}`,
    `There is no ${namespace} ${quote(name)}`,
    hint ?? `The scenario defines no ${namespace}`,
    part,
  );
}

/** Where metrics are named as keys of an episode. */
function episodePlaces({ episodes, patterns }: Context): { at: At; metrics: string[] }[] {
  const own = episodes.map(({ value, written }) => ({ at: written.at, metrics: Object.keys(value.metrics) }));
  const ofPatterns = patterns.flatMap(({ value, written }) =>
    isMapping(written.written) && Array.isArray(written.written['episodes'])
      ? value.episodes.map((episode, i) => ({
          at: written.at.below('episodes', i),
          metrics: Object.keys(episode.metrics),
        }))
      : [],
  );
  return [...own, ...ofPatterns];
}
