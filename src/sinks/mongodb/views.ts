/**
 * The ready views, as pipelines. Days are those of the scenario's zone, by the rules for time zones that the server has.
 */
import type { Db } from 'mongodb';
import type { ViewRequest } from '../../model/table.ts';
import type { Log } from '../sink.ts';
import { viewTaken } from '../views.ts';
import { findCollection, type FoundCollection, isEmpty, isSame, type OwnedCollections } from './collections.ts';

export type Pipeline = object[];

/**
 * Makes or replaces views. A server that knows none makes a collection in the place of the first: that is taken away
 * again, and the others are not tried.
 *
 * @param found what is there, by name
 */
export async function setUpViews(
  database: Db,
  views: readonly ViewRequest[],
  found: ReadonlyMap<string, FoundCollection>,
  { zone, log, owned }: { readonly zone: string; readonly log: Log; readonly owned: OwnedCollections },
): Promise<void> {
  let known = true;
  for (const view of views) {
    const there = found.get(view.name) ?? null;
    if (known || there !== null) known = await setUpView(database, view, there, pipelineOf(view, zone), owned);
    if (!known) log.info(`this server makes no views: ${view.name} was left out`);
  }
}

/** False where the server makes no views. */
async function setUpView(
  database: Db,
  view: ViewRequest,
  found: FoundCollection | null,
  pipeline: Pipeline,
  owned: OwnedCollections,
): Promise<boolean> {
  const viewOn = view.table.name;
  const state = await stateOf(database, view, found, pipeline, owned);
  if (state === 'as it should be') return true;
  if (state === 'another') {
    await database.command({ collMod: view.name, viewOn, pipeline });
    return true;
  }
  if (state === 'left over') await database.dropCollection(view.name);
  // Before it: a run may be killed between the collection that some servers make and its removal.
  await owned.add(view.name);
  await database.createCollection(view.name, { viewOn, pipeline });
  const made = await findCollection(database, view.name);
  if (made?.type === 'view' || made === null) return true;
  if (await isEmpty(database, view.name)) await database.dropCollection(view.name);
  await owned.remove(view.name);
  return false;
}

/**
 * What stands under the name of a view; `left over`: what a server that makes no views made in its place.
 *
 * @throws SeedctlError (exit 8): what is somebody else's
 */
export async function stateOf(
  database: Db,
  { name, table }: ViewRequest,
  found: FoundCollection | null,
  pipeline: Pipeline,
  owned: OwnedCollections,
): Promise<'missing' | 'as it should be' | 'another' | 'left over'> {
  if (found === null) return 'missing';
  const { type, definition } = found;
  if (type === 'view' && isOurs(definition.pipeline)) {
    return definition.viewOn === table.name && isSame(definition.pipeline, pipeline) ? 'as it should be' : 'another';
  }
  if (type === 'collection' && (await owned.has(name)) && (await isEmpty(database, name))) return 'left over';
  throw viewTaken(name, `a ${type}`, 'another database');
}

/** Told from views of others by their first stage, which only ours have. */
const MARK = 'made by seedctl';

const isOurs = (pipeline: unknown): boolean => JSON.stringify(pipeline).includes(MARK);

export function pipelineOf(view: ViewRequest, zone: string): Pipeline {
  return view.kind === 'uptime' ? uptime(view, zone) : jobs(view);
}

type Uptime = Extract<ViewRequest, { kind: 'uptime' }>;
type Jobs = Extract<ViewRequest, { kind: 'jobs' }>;

const sumWhere = (field: string, value: number) => ({ $sum: { $cond: [{ $eq: [`$${field}`, value] }, 1, 0] } });

function uptime({ columns: { asset, metric: of, time, value }, metric, values }: Uptime, zone: string): Pipeline {
  const share = (name: string) => ({ $divide: [`$${name}`, '$polls'] });
  return [
    { $match: { [of]: metric, $comment: MARK } },
    {
      $group: {
        _id: { asset: `$${asset}`, day: { $dateToString: { date: `$${time}`, format: '%Y-%m-%d', timezone: zone } } },
        polls: { $sum: 1 },
        up: sumWhere(value, values.up),
        degraded: sumWhere(value, values.degraded),
        down: sumWhere(value, values.down),
      },
    },
    { $sort: { _id: 1 } },
    {
      $project: {
        _id: 0,
        asset: '$_id.asset',
        day: '$_id.day',
        polls: 1,
        up_share: share('up'),
        degraded_share: share('degraded'),
        down_share: share('down'),
      },
    },
  ];
}

function jobs({ columns: { asset, metric: of, value }, metric, assets }: Jobs): Pipeline {
  const counted = { jobs: { $sum: 1 }, succeeded: sumWhere(value, 1) };
  const key = assets === null ? 'asset' : 'type';
  return [
    { $match: { [of]: metric, $comment: MARK } },
    { $group: { _id: `$${asset}`, ...counted } },
    ...(assets === null
      ? []
      : [
          { $lookup: { from: assets.table.name, localField: '_id', foreignField: assets.id, as: 'asset' } },
          {
            $group: {
              _id: { $arrayElemAt: [`$asset.${assets.type}`, 0] },
              jobs: { $sum: '$jobs' },
              succeeded: { $sum: '$succeeded' },
            },
          },
        ]),
    { $sort: { _id: 1 } },
    { $project: { _id: 0, [key]: '$_id', jobs: 1, succeeded: 1, success_rate: { $divide: ['$succeeded', '$jobs'] } } },
  ];
}
