/** When records arrive: at once, or when an episode that holds them back is over. */
import type { MetricName } from '../model/units.ts';
import { compileDraw } from '../random/draw.ts';
import { deriveAt } from '../random/key.ts';
import { occurrenceSite, type Setting } from '../timeline/occurrence.ts';
import { asNumber } from '../timeline/site.ts';
import type { AssetTimeline } from '../timeline/timeline.ts';
import { touchesMetric } from './clock.ts';

/** Fills `received` for records at `times`. */
export type Reception = (times: Float64Array, count: number, received: Float64Array) => void;

/** What is late is received at the end of its episode, spread by a draw for each record. */
export function receptionOf(setting: Setting, timeline: AssetTimeline, metric: MetricName): Reception {
  const late = timeline.episodes.flatMap((compiled) => {
    const { records, only } = compiled.episode;
    if (records?.kind !== 'late' || !touchesMetric(only, metric)) return [];
    return [{ compiled, spread: records.spread === null ? null : compileDraw(records.spread) }];
  });
  return (times, count, received) => {
    received.set(times.subarray(0, count));
    if (count === 0) return;
    for (const { compiled, spread } of late) {
      for (const occurrence of timeline.occurrences(compiled, times[0]!, times[count - 1]! + 1)) {
        const site = occurrenceSite(occurrence, ['received'], setting);
        for (let i = 0; i < count; i++) {
          const t = times[i]!;
          if (t < occurrence.start || t >= occurrence.end) continue;
          const delay =
            spread === null ? 0 : asNumber(spread({ ...site, key: (scope) => deriveAt(site.key(scope), t) }));
          received[i] = Math.max(received[i]!, occurrence.end + Math.floor(delay));
        }
      }
    }
  };
}
