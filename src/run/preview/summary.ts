/** A preview as JSON: the numbers, without the records. */
import { iso } from '../../report/numbers.ts';
import { headOf, type Period, periodOf, type PlanHead } from '../plan-head.ts';
import type { IncidentPreview, LeftOut, Preview, SeriesPreview } from './data.ts';

export interface PreviewData extends PlanHead {
  readonly period: Period;
  readonly series: readonly (Omit<SeriesPreview['description'], 'min' | 'max'> & {
    readonly asset: string;
    readonly metric: string;
    readonly unit: string | null;
    readonly min: Extreme;
    readonly max: Extreme;
    /** By slots of the local day, from midnight; null where a slot has no record. */
    readonly day: { readonly low: Numbers; readonly median: Numbers; readonly high: Numbers };
    readonly histogram: { readonly from: number; readonly width: number; readonly counts: Numbers };
  })[];
  readonly assets: readonly {
    readonly asset: string;
    readonly up: number | null;
    readonly incidents: readonly (Omit<IncidentPreview, 'start' | 'end'> & {
      readonly start: string;
      readonly end: string;
    })[];
  }[];
  readonly jobs: readonly {
    readonly stream: string;
    readonly asset: string;
    readonly runs: number;
    readonly succeeded: number;
  }[];
  readonly leftOut: readonly LeftOut[];
}

interface Extreme {
  readonly value: number;
  readonly at: string;
}

type Numbers = readonly (number | null)[];

const numbers = (values: Float64Array): Numbers => Array.from(values, (value) => (Number.isNaN(value) ? null : value));

export function asData({ plan, series, assets, jobs, leftOut }: Preview): PreviewData {
  return {
    ...headOf(plan),
    period: periodOf(plan.period),
    series: series.map(({ asset, metric, description, day, histogram }) => ({
      ...description,
      asset: asset.id,
      metric: metric.name,
      unit: metric.unit,
      min: { value: description.min.value, at: iso(description.min.at) },
      max: { value: description.max.value, at: iso(description.max.at) },
      day: { low: numbers(day.low), median: numbers(day.median), high: numbers(day.high) },
      histogram: { ...histogram, counts: numbers(histogram.counts) },
    })),
    assets: assets.map(({ asset, states, incidents }) => ({
      asset: asset.id,
      up: states?.up ?? null,
      incidents: incidents.map((one) => ({ ...one, start: iso(one.start), end: iso(one.end) })),
    })),
    jobs: jobs.map(({ stream, asset, runs }) => ({
      stream,
      asset: asset.id,
      runs: runs.length,
      succeeded: runs.filter(({ succeeded }) => succeeded).length,
    })),
    leftOut,
  };
}
