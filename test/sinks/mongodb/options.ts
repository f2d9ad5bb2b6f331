import { mongodb } from '../../../src/sinks/mongodb/definition.ts';
import type { MongoDBOptions } from '../../../src/sinks/mongodb/options.ts';

/** Options with their defaults, as a run fills them in. */
export function optionsOf(more: Partial<MongoDBOptions>): MongoDBOptions {
  const defaults = Object.entries(mongodb.fields).map(([name, { default: value = null }]) => [name, value]);
  return { ...Object.fromEntries(defaults), ...more } as MongoDBOptions;
}
