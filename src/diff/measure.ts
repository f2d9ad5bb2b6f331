/** What the values of series are like: level, spread and the shape of the day, in one pass over columns. */
import type { Asset } from '../model/plan.ts';
import { HOUR, type MetricName, type Range } from '../model/units.ts';
import { blocksOf, type Room } from '../simulate/blocks-of-series.ts';
import type { Engine } from '../simulate/engine.ts';
import { addMixed, emptyFingerprint, type Fingerprint, rowKey } from '../simulate/fingerprint.ts';
import { type Zone, zone } from '../timeline/zone.ts';
import type { Measure } from './model.ts';

const HOURS = 24;
/** The same for both sides, whatever the series is called. */
const KEY = rowKey('', '', '', 0);

/** Takes in the records of series, one after the other. */
export class Measuring {
  #records = 0;
  #mean = 0;
  /** Sum of squared distances from the mean (Welford, joined by Chan et al.). */
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;
  readonly #sums = new Float64Array(HOURS);
  readonly #counts = new Float64Array(HOURS);
  readonly fingerprint: Fingerprint = emptyFingerprint();
  readonly #room: Room;

  /** @param room for one series at a time */
  constructor(room: Room) {
    this.#room = room;
  }

  add(engine: Engine, asset: Asset, metric: MetricName, range: Range): void {
    const signal = engine.signal(asset, metric);
    if (signal === undefined) return;
    const local = zone(asset.zone);
    for (const { times, mixed, values, count } of blocksOf(engine, asset, signal, range, this.#room)) {
      this.#join(values, count);
      addMixed(this.fingerprint, KEY, mixed, values, count);
      this.#addToDay(local, times, values, count);
    }
  }

  /** The offset, and the hour, is asked for once for each stretch in which it holds. */
  #addToDay(local: Zone, times: Float64Array, values: Float64Array, count: number): void {
    for (let i = 0; i < count;) {
      const { offset, until } = local.offsetAt(times[i]!);
      const hours = Math.floor((times[i]! + offset) / HOUR);
      const end = Math.min(until, (hours + 1) * HOUR - offset);
      const [hour, first] = [hours % HOURS, i];
      let sum = this.#sums[hour]!;
      for (; i < count && times[i]! < end; i++) sum += values[i]!;
      this.#sums[hour] = sum;
      this.#counts[hour]! += i - first;
    }
  }

  #join(values: Float64Array, count: number): void {
    if (count === 0) return;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const value = values[i]!;
      sum += value;
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
    }
    const mean = sum / count;
    let squares = 0;
    for (let i = 0; i < count; i++) squares += (values[i]! - mean) * (values[i]! - mean);
    const all = this.#records + count;
    const apart = mean - this.#mean;
    this.#squares += squares + (apart * apart * this.#records * count) / all;
    this.#mean += (apart * count) / all;
    this.#records = all;
  }

  result(): Measure {
    return {
      records: this.#records,
      mean: this.#mean,
      spread: this.#records === 0 ? 0 : Math.sqrt(this.#squares / this.#records),
      min: this.#min,
      max: this.#max,
      day: Array.from(this.#sums, (sum, hour) => (this.#counts[hour] === 0 ? null : sum / this.#counts[hour]!)),
    };
  }
}
