import { quote } from '../diagnostics/words.ts';
import type { Metric } from '../../model/scenario.ts';
import { isMapping } from '../normalise/text.ts';
import type { Rule } from './rule.ts';

/** Bounds of a clamp are multiples of the resolution: rounding never leaves them. */
export const clampResolution: Rule = {
  whole: false,
  check({ patterns, definitions }) {
    const reported = new Set<string>();
    for (const { value, written } of patterns) {
      for (const metric of Object.values(value.metrics)) {
        const bound = [metric.clamp.min, metric.clamp.max].find(
          (limit) => limit !== null && !isMultiple(limit, metric.resolution),
        );
        if (bound === undefined || bound === null) continue;
        const own = written.at.below('metrics', metric.name);
        const here =
          isMapping(written.written) && isMapping(written.written['metrics'])
            ? written.written['metrics'][metric.name]
            : null;
        const place =
          isMapping(here) && Object.hasOwn(here, 'clamp')
            ? own.below('clamp')
            : (definitions.metrics.get(metric.name)?.at.below('clamp') ?? own);
        const identity = JSON.stringify([place.source.file, place.path]);
        if (reported.has(identity)) continue;
        reported.add(identity);
        const digits =
          'decimals' in metric.resolution
            ? decimalsText(metric.resolution.decimals)
            : `a resolution of ${String(metric.resolution.step)}`;
        place.error(
          'clamp-between',
          `The bound ${quote(bound)} of ${quote(metric.name)} is no value with ${digits}`,
          'Bounds are multiples of the resolution',
        );
      }
    }
  },
};

const decimalsText = (count: number): string => (count === 1 ? '1 decimal' : `${String(count)} decimals`);

/** Decimal, without the error of binary fractions. */
function isMultiple(bound: number, resolution: Metric['resolution']): boolean {
  if ('decimals' in resolution) return Number(bound.toFixed(resolution.decimals)) === bound;
  const quotient = bound / resolution.step;
  const nearest = Math.round(quotient);
  return Math.abs(nearest * resolution.step - bound) <= Math.abs(bound) * 1e-12;
}
