import { boolean } from '../../model/field.ts';
import type { Definition, Fields } from '../../model/field.ts';
import { sinks } from '../../sinks/registry.ts';

/** Keys that sinks of every kind have. */
export const sinkFields = {
  default: boolean({ summary: 'The one that a run takes where it names none.', default: false }),
} satisfies Fields;

/** Variables of the environment may fill in numbers and true/false too: they are read when the sink is opened. */
export const sinkKinds: readonly Definition[] = sinks.map((sink) => ({
  ...sink,
  fields: Object.fromEntries(
    Object.entries(sink.fields).map(([name, field]) => [name, { ...field, fromEnvironment: true }]),
  ),
}));
