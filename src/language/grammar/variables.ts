import { variables } from '../normalise/scope.ts';

/** What each variable of a record, a field or a text holds; a name that ends in a dot stands for all names below it. */
export const meanings: { readonly [name: string]: string } = {
  asset: 'The id of the asset.',
  type: 'Its type.',
  parent: 'The id of what it stands on; nothing where it stands on nothing.',
  tags: 'All its tags, as one object.',
  'tags.': 'One of its tags: `$tags.site`.',
  data: 'Its free data, as one object.',
  'data.': 'One value of its data: `$data.cpu_cores`.',
  'fields.': 'One of the fields of its record: `$fields.hostname`.',
  'parent.type': 'The type of its parent.',
  'parent.tags.': 'A tag of its parent: `$parent.tags.site`.',
  'parent.data.': 'A value of the data of its parent: `$parent.data.lat`.',
  'parent.fields.': 'A field of its parent: `$parent.fields.hostname`.',
  metric: 'The name of the metric.',
  time: 'When the value was measured.',
  received: 'When the record arrived: `$time`, unless an episode made records late.',
  value: 'The value.',
  unit: 'The unit of the metric.',
  anomalous: 'Whether an episode with a label is in force: the truth to test a detector with.',
  episode: 'The id of the episode; in a metric the one that started last, of those in force.',
  key: 'The occurrence: a text that sorts by time.',
  start: 'When the occurrence began.',
  end: 'When it ended.',
  state: 'up, degraded or down.',
  cause: 'The asset of the nearest cause of that state.',
  root: 'The asset where that state began, over all that was inherited.',
  planned: 'Whether it was planned, as maintenance is.',
  label: 'The label of the episode in force.',
  because: 'Why, for people.',
  incident: 'Asset, root asset, episode and occurrence, in one text.',
  root_incident: 'The incident that it was inherited from; nothing for its own.',
};

/** Which variables may stand in which streams, in the order in which they are explained. */
export const streamsOf = (name: string): readonly string[] =>
  (['assets', 'metrics', 'events'] as const).filter((stream) => Object.hasOwn(variables[stream], name));
