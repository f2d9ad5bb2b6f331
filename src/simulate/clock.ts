/** Episodes that evaluate a signal at another time: frozen, faster or slower, shifted. */
import { type Fill, type Ticks, tickAt } from '../layers/layer.ts';
import type { ClockEffect } from '../model/scenario.ts';
import type { MetricName } from '../model/units.ts';
import type { Occurrence } from '../timeline/occurrence.ts';
import type { AssetTimeline } from '../timeline/timeline.ts';

/** The signal with its clocks; of several that overlap, the last in the file's order holds. */
export function withClocks(signal: Fill, timeline: AssetTimeline, metric: MetricName): Fill {
  const clocks = timeline.episodes.filter(
    ({ episode: { clock, only } }) => clock !== null && touchesMetric(only, metric),
  );
  if (clocks.length === 0) return signal;
  return (ticks, out) => {
    signal(ticks, out);
    for (const episode of clocks) {
      for (const occurrence of timeline.occurrences(episode, ticks.start, ticks.start + ticks.count * ticks.step)) {
        const from = tickAt(ticks, occurrence.start);
        const to = tickAt(ticks, occurrence.end);
        if (from < to) moved(signal, episode.episode.clock!, occurrence, part(ticks, from, to), out.subarray(from, to));
      }
    }
  };
}

/** Whether what an episode does to records and clocks touches a metric; null: all. */
export function touchesMetric(only: readonly MetricName[] | null, metric: MetricName): boolean {
  return only === null || only.includes(metric);
}

function part(ticks: Ticks, from: number, to: number): Ticks {
  return { start: ticks.start + from * ticks.step, step: ticks.step, count: to - from };
}

function moved(signal: Fill, clock: ClockEffect, { start }: Occurrence, ticks: Ticks, out: Float64Array): void {
  switch (clock.kind) {
    case 'frozen':
      signal({ start, step: 1, count: 1 }, out);
      out.fill(out[0]!, 0, ticks.count);
      return;
    case 'shift':
      signal({ ...ticks, start: ticks.start + clock.by }, out);
      return;
    case 'speed': {
      const at = (i: number): number => start + Math.floor(clock.factor * (ticks.start + i * ticks.step - start));
      const step = clock.factor * ticks.step;
      // With a whole step the rounding down of the first tick is that of all.
      if (Number.isInteger(step) && step > 0) return signal({ start: at(0), step, count: ticks.count }, out);
      for (let i = 0; i < ticks.count; i++) signal({ start: at(i), step: 1, count: 1 }, out.subarray(i, i + 1));
    }
  }
}
