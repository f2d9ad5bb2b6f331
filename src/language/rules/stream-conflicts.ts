import type { Stream } from '../../model/scenario.ts';
import { quote } from '../diagnostics/words.ts';
import type { Context, Rule } from './rule.ts';

/** Two streams never write one key to one table. */
export const streamConflicts: Rule = {
  whole: true,
  check(context) {
    const owners = new Map<string, Stream>();
    // What is read has keys of its own.
    const streams = context.streams.filter(({ value }) => value.kind !== 'records');
    for (const { value: stream, written } of streams) {
      if (!streams.some(({ value: other }) => other !== stream && mayMeet(stream, other))) continue;
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

/** Who has a table alone shares no key, nor who has other names in it, whatever the assets. */
function mayMeet(stream: Stream, other: Stream): boolean {
  if (stream.table !== other.table) return false;
  const [own, others] = [namesOf(stream), namesOf(other)];
  return own === null || others === null || own.some((name) => others.includes(name));
}

/** What its keys have beside the asset; null where that depends on the asset. */
function namesOf({ kind, metrics, role, events }: Stream): readonly string[] | null {
  if (kind === 'assets') return ['asset'];
  if (kind === 'metrics') return metrics?.map((name) => `metric\n${name}`) ?? null;
  if (role?.kind === 'jobs') return [`metric\n${role.metric}`];
  return events?.kind === 'episodes' ? events.ids.map((id) => `event\n${id}`) : ['incident'];
}

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
