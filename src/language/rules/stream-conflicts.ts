import type { Stream } from '../../model/scenario.ts';
import { quote } from '../diagnostics/words.ts';
import type { Context, Rule } from './rule.ts';

/** Two streams never write one key to one table. */
export const streamConflicts: Rule = {
  whole: true,
  check(context) {
    const owners = new Map<string, Stream>();
    const tables = context.streams.map(({ value }) => value.table);
    for (const { value: stream, written } of context.streams) {
      // What is read has keys of its own.
      if (stream.kind === 'records') continue;
      // Who has a table alone shares no key.
      if (tables.indexOf(stream.table) === tables.lastIndexOf(stream.table)) continue;
      for (const { key, what } of keysOf(stream, context)) {
        const identity = `${stream.table}\n${key}`;
        const owner = owners.get(identity);
        if (owner === undefined || owner === stream) owners.set(identity, stream);
        else {
          written.at
            .below('to')
            .error(
              'same-records',
              `The streams ${quote(owner.id)} and ${quote(stream.id)} would both write ${what()} to ${quote(stream.table)}`,
              'Send one of them to another table, or narrow its `select` or `metrics`',
            );
          break;
        }
      }
    }
  },
};

interface Key {
  readonly key: string;
  readonly what: () => string;
}

function* keysOf(stream: Stream, { selected, pattern }: Context): Generator<Key> {
  for (const { id, definition } of selected(stream.select)) {
    if (stream.kind === 'assets') yield { key: `asset\n${id}`, what: () => `the asset ${quote(id)}` };
    else if (stream.kind === 'metrics') {
      for (const name of definition.patterns) {
        for (const metric of Object.values(pattern(name)?.value.metrics ?? {})) {
          const taken = metric.emit && (stream.metrics?.includes(metric.name) ?? true);
          if (taken)
            yield { key: `metric\n${id}\n${metric.name}`, what: () => `${quote(metric.name)} of ${quote(id)}` };
        }
      }
    } else if (stream.role?.kind === 'jobs') {
      const { metric } = stream.role;
      yield { key: `metric\n${id}\n${metric}`, what: () => `${quote(metric)} of ${quote(id)}` };
    } else if (stream.events?.kind === 'episodes') {
      for (const episode of stream.events.ids)
        yield { key: `event\n${id}\n${episode}`, what: () => `${quote(episode)} of ${quote(id)}` };
    } else yield { key: `incident\n${id}`, what: () => `the incidents of ${quote(id)}` };
  }
}
