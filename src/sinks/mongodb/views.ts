/**
 * The ready views, as pipelines. Days are those of the scenario's zone, by the rules for time zones that the server has.
 */
import type { Db } from 'mongodb';
import type { ViewRequest } from '../../model/table.ts';
import type { Log } from '../sink.ts';
import { viewTaken } from '../views.ts';
import { findCollection, type FoundCollection, isEmpty, isSame } from './collections.ts';

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
  { zone, log }: { readonly zone: string; readonly log: Log },
): Promise<void> {
  let known = true;
  for (const view of views) {
    const there = found.get(view.name) ?? null;
    if (known || there !== null) known = await setUpView(database, view, there, pipelineOf(view, zone));
    if (!known) log.info(`this server makes no views: ${view.name} was left out`);
  }
}

/** False where the server makes no views. */
async function setUpView(
  database: Db,
  view: ViewRequest,
  found: FoundCollection | null,
  pipeline: Pipeline,
): Promise<boolean> {
  const viewOn = view.table.name;
  if (found !== null) {
    const { definition } = found;
    if (found.type === 'view' && definition.viewOn === viewOn && isSame(definition.pipeline, pipeline)) return true;
    if (found.type !== 'view' || !isOurs(definition.pipeline))
      throw viewTaken(view.name, `a ${found.type}`, 'another database');
    await database.command({ collMod: view.name, viewOn, pipeline });
    return true;
  }
  await database.createCollection(view.name, { viewOn, pipeline });
  const made = await findCollection(database, view.name);
  if (made?.type === 'view' || made === null) return true;
  if (await isEmpty(database, view.name)) await database.dropCollection(view.name);
  return false;
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
