import type { Values } from '../../model/field.ts';
import type { Metric } from '../../model/scenario.ts';
import type { metricFields, patternMetricFields } from '../grammar/metric.ts';

export type CatalogueEntry = Values<typeof metricFields>;

/** A pattern's metric with what the catalogue says of it; the pattern's word wins. */
export function metricOf(
  name: string,
  written: Values<typeof patternMetricFields>,
  catalogue: CatalogueEntry | undefined,
  polled: boolean,
): Metric {
  const of = <K extends keyof CatalogueEntry>(key: K): CatalogueEntry[K] => written[key] ?? catalogue?.[key] ?? null;
  return {
    name,
    unit: of('unit'),
    summary: of('summary'),
    layers: written.layers,
    clamp: of('clamp') ?? { min: null, max: null },
    resolution: resolutionOf(written) ?? (catalogue && resolutionOf(catalogue)) ?? { decimals: 2 },
    round: of('round') ?? 'nearest',
    // Who polls stands outside, and goes on while what it watches is down.
    whileDown: of('while_down') ?? (polled ? 'keep' : 'missing'),
    emit: of('emit') ?? true,
    when: of('when'),
    every: of('every'),
  };
}

function resolutionOf({
  decimals,
  resolution,
}: Pick<CatalogueEntry, 'decimals' | 'resolution'>): Metric['resolution'] | undefined {
  if (decimals !== null) return { decimals };
  return resolution === null ? undefined : { step: resolution };
}
