/** Where in a scenario a small grammar is shown. */
import type { Written } from './topic.ts';

/** Where a small grammar is shown. */
export function place(section: string, value: unknown): Written {
  // A metric does not follow itself.
  const said = JSON.stringify(value);
  const metric = ['cpu_usage', 'memory_usage'].find((name) => !said.includes(name)) ?? 'io_wait';
  const load = (layers: readonly unknown[]): Written => ({ patterns: { load: { metrics: { [metric]: { layers } } } } });
  switch (section) {
    case 'layers': {
      const layer = value as Written;
      if (layer['layer'] === undefined) return load(layersWith(layer, false));
      return { episodes: [{ id: 'unrest', every: 'day', at: '14:00', for: '2h', metrics: { [metric]: [layer] } }] };
    }
    case 'timings':
      return { episodes: [{ id: 'slow', ...(value as Written), for: '20m', state: 'degraded' }] };
    case 'draws': {
      if ((value as Written)['mean'] === undefined) return { traits: { speed: value } };
      return { episodes: [{ id: 'slow', rate: '3/week', for: value, state: 'degraded' }] };
    }
    case 'conditions':
      return load([
        { kind: 'constant', value: 20 },
        { kind: 'constant', when: value, value: 30 },
      ]);
    case 'selections':
      return { episodes: [{ id: 'slow', select: value, rate: '3/week', for: '20m', state: 'degraded' }] };
    default:
      return { streams: [variableStream(String(value))] };
  }
}

/** A stream that knows the variable. */
function variableStream(variable: string): Written {
  const name = variable.slice(1).replaceAll('.', '_');
  if (['incident', 'root_incident', 'cause', 'root'].includes(name)) {
    return { kind: 'incidents', to: 'incidents', record: { asset: '$asset', from: '$start', [name]: variable } };
  }
  if (['metric', 'time', 'value', 'received', 'unit', 'anomalous'].includes(name)) {
    return {
      kind: 'metrics',
      to: 'metrics',
      record: { series: '$asset', at: '$time', reading: '$value', [name]: variable },
    };
  }
  if (['episode', 'key', 'start', 'end', 'state', 'planned', 'label', 'because'].includes(name)) {
    return { kind: 'events', of: 'deploy', to: 'deploys', record: { on: '$asset', [name]: variable } };
  }
  return { kind: 'assets', to: 'assets', record: { id: '$asset', [name]: variable } };
}

/** What acts on something needs something to act on. */
export function layersWith(layer: Written, inEpisode: boolean): readonly unknown[] {
  const alone = ['constant', 'sine', 'ramp', 'profile', 'follow'].includes(String(layer['kind']));
  const whole = alone && layer['op'] === undefined && layer['when'] === undefined;
  return whole || inEpisode ? [layer] : [{ kind: 'constant', value: 20 }, layer];
}
