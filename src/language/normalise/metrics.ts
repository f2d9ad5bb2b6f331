import type { Values } from '../../model/field.ts';
import type { Metric } from '../../model/scenario.ts';
import type { metricFields, patternMetricFields } from '../grammar/metric.ts';
import type { Written } from './definitions.ts';
import type { Reading } from './reading.ts';
import { calendarMoment } from './schedule.ts';
import type { Scope } from './scope.ts';
import { broken, isMapping } from './text.ts';

/** When a metric is emitted, where it says so; `at` is read beside `every`. */
export function emissionOf(
  { every }: Pick<CatalogueEntry, 'every'>,
  { written, at }: Written,
  scope: Scope,
  reading: Reading,
): Metric['every'] {
  const owner = isMapping(written) ? written : {};
  if (every?.kind !== 'calendar') {
    if (Object.hasOwn(owner, 'at')) {
      broken(at.below('at'), 'bad-timing', '`at` goes with `every` of the calendar', 'Write for example `every: day`');
    }
    return every;
  }
  const moment = calendarMoment(owner['at'], every.unit, at.below('at'), scope, reading);
  return { kind: 'calendar', unit: every.unit, ...moment, jitter: 0 };
}

export type CatalogueEntry = Values<typeof metricFields>;

/** A pattern's metric with what the catalogue says of it; the pattern's word wins. */
export function metricOf(
  name: string,
  written: Values<typeof patternMetricFields>,
  catalogue: CatalogueEntry | undefined,
  polled: boolean,
  emission: Metric['every'],
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
    every: emission ?? null,
  };
}

function resolutionOf({
  decimals,
  resolution,
}: Pick<CatalogueEntry, 'decimals' | 'resolution'>): Metric['resolution'] | undefined {
  if (decimals !== null) return { decimals };
  return resolution === null ? undefined : { step: resolution };
}
