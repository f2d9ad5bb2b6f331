import { didYouMean, quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import type { Rule } from './rule.ts';

/** A stream of metrics has records: the metrics that it names are there, and emitted, on an asset that it selects. */
export const streamMetrics: Rule = {
  whole: true,
  check({ streams, selected, metric, names, pattern }) {
    for (const { value, written } of streams) {
      if (value.kind !== 'metrics') continue;
      const assets = selected(value.select);
      const patterns = new Set<string>();
      for (const { definition } of assets) for (const name of definition.patterns) patterns.add(name);
      const here = new Set<string>();
      for (const name of patterns)
        for (const found of Object.values(pattern(name)?.value.metrics ?? {})) if (found.emit) here.add(found.name);
      if (value.metrics === null && here.size === 0) {
        written.at.error(
          'empty-stream',
          'No asset of this stream has a metric: it would have no records',
          'Give assets a `pattern`',
          'key',
        );
      }
      for (const [i, name] of (value.metrics ?? []).entries()) {
        // An unknown name is reported as such.
        if (here.has(name) || !names.metric.has(name)) continue;
        const helper = assets.some((member) => metric(member, name)?.emit === false);
        const message = helper
          ? `The metric ${quote(name)} is a helper (\`emit: false\`) and has no records`
          : `No asset of this stream has the metric ${quote(name)}`;
        place(written.at, value.preset, i).error('empty-stream', message, didYouMean(name, here, 'Metrics here'));
      }
    }
  },
};

function place(at: At, preset: string, i: number): At {
  return preset === 'polls' ? at.below(i === 0 ? 'status' : 'response') : at.below('metrics', i);
}
