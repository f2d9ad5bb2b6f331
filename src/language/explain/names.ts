/** Names that examples give to what is the user's own. */
import type { Topic, Written } from './topic.ts';

/** The name that examples give to what a map holds. */
export const ownName = ({ field, path }: Pick<Topic, 'field' | 'path'>): string =>
  Object.keys(field?.examples?.[0] ?? {})[0] ?? NAMES[path.split('.').at(-1)!] ?? 'name';

const NAMES: Written & { readonly [key: string]: string } = {
  parameters: 'days',
  calendars: 'office',
  metrics: 'cpu_usage',
  patterns: 'load',
  tables: 'metrics',
  sources: 'wearables',
  sinks: 'local',
};

/** A definition is changed below its own name. */
export const extendedName = (parent: Topic): string => (parent.field?.type === 'list' ? 'bad_deploy' : ownName(parent));
