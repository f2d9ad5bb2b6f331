/** Uptime and success rates, where the records that they are counted from change. */
import type { Asset, Plan, PlannedStream } from '../model/plan.ts';
import type { Engine } from '../simulate/engine.ts';
import { ratesOf } from '../simulate/statistics.ts';
import { evenly } from './groups.ts';
import type { Both, Rate, RateChange } from './model.ts';

/** Of more assets of a type, so many stand for all. */
const SAMPLE = 200;

/** @param touched whether series of a stream and type of asset are others, more or fewer */
export function rateChanges(
  plans: Both<Plan>,
  engines: Both<Engine>,
  touched: (stream: string, assetType: string) => boolean,
): readonly RateChange[] {
  const [old, now] = [ratesIn(plans.old, engines.old, touched), ratesIn(plans.new, engines.new, touched)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key): RateChange[] => {
    const [before, after] = [old.get(key), now.get(key)];
    const assets = { old: before?.assets ?? 0, new: after?.assets ?? 0 };
    if (before !== undefined && after !== undefined && alike(before.rate, after.rate)) return [];
    // Of what is gone there is nothing to tell.
    if (after === undefined) return [];
    return [
      {
        kind: after.kind,
        stream: after.stream,
        assetType: after.assetType,
        assets,
        measured: Math.min(SAMPLE, Math.max(assets.old, assets.new)),
        old: before?.rate ?? null,
        new: after.rate,
      },
    ];
  });
}

interface Counted {
  readonly kind: RateChange['kind'];
  readonly stream: string;
  readonly assetType: string;
  readonly assets: number;
  readonly rate: Rate;
}

function ratesIn(
  plan: Plan,
  engine: Engine,
  touched: (stream: string, assetType: string) => boolean,
): ReadonlyMap<string, Counted> {
  const counted = new Map<string, Counted>();
  const take = (kind: RateChange['kind'], stream: string, assetType: string, assets: number, rate: Rate): void => {
    counted.set(JSON.stringify([kind, stream, assetType]), { kind, stream, assetType, assets, rate });
  };
  for (const stream of plan.streams) {
    if (stream.role === null || stream.role.kind === 'incidents') continue;
    const types = new Map<string, Asset[]>();
    for (const id of new Set(stream.series.map(({ asset }) => asset))) {
      const asset = engine.find(id)!;
      const group = types.get(asset.type);
      if (group === undefined) types.set(asset.type, [asset]);
      else group.push(asset);
    }
    const chosen = [...types]
      .filter(([type]) => touched(stream.id, type))
      .flatMap(([, assets]) => evenly(assets, SAMPLE));
    if (chosen.length === 0) continue;
    const { uptime, jobs } = ratesOf(engine, { ...plan, streams: [narrowed(stream, chosen)] });
    const count = (type: string): number => types.get(type)?.length ?? 0;
    for (const row of uptime) take('uptime', stream.id, row.assetType, count(row.assetType), rate(row));
    for (const row of jobs) take('success', stream.id, row.assetType, count(row.assetType), rate(row));
  }
  return counted;
}

const rate = ({ declared, expected, achieved }: Rate): Rate => ({ declared, expected, achieved });

function narrowed(stream: PlannedStream, assets: readonly Asset[]): PlannedStream {
  const ids = new Set(assets.map(({ id }) => id));
  return { ...stream, series: stream.series.filter(({ asset }) => ids.has(asset)) };
}

const alike = (a: Rate, b: Rate): boolean =>
  a.declared === b.declared && a.achieved === b.achieved && Math.abs(a.expected - b.expected) < 1e-9;
