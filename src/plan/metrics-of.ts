import type { Metric, Scenario, Stream } from '../model/scenario.ts';
import type { MetricName } from '../model/units.ts';

/** The metrics of all patterns that a stream takes, whoever has them. */
export function* metricsOf(scenario: Scenario, stream: Stream): Generator<Metric> {
  for (const pattern of Object.values(scenario.patterns)) {
    for (const metric of Object.values(pattern.metrics)) if (takes(stream, metric.name)) yield metric;
  }
}

function takes(stream: Stream, metric: MetricName): boolean {
  return stream.metrics === null || stream.metrics.includes(metric);
}
