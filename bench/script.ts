/**
 * The PMI set as a competent script makes it: a minute at a time, chance.js for what is random, one object a
 * record, handed on in batches of a thousand. Its shapes are those of scenarios/library/patterns.yaml. It does
 * a little less than the scenario: its noise is white, services do not inherit their hosts, and there are no incidents.
 */
import Chance from 'chance';

interface Minute {
  /** 0 = Sunday; so is the first day. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly office: boolean;
  readonly night: boolean;
  /** Minutes since the restart on Sunday at four. */
  readonly leak: number;
}

type Shape = (now: Minute) => readonly [cpu: number, memory: number, wait: number];

const chance = new Chance(42);
const START = Date.UTC(2025, 0, 25, 23);
const MINUTES = 14 * 1440;

const noise = (dev: number): number => chance.normal({ mean: 0, dev });
const round = (value: number): number => Number(value.toFixed(1));
const percent = (value: number): number => round(Math.min(100, Math.max(0, value)));

const STATUS = { up: 100, degraded: 50, down: 0 };

class Asset {
  readonly id: string;
  state: 'up' | 'degraded' | 'down' = 'up';
  /** Minutes that its fault still lasts. */
  #left = 0;
  readonly #likelihood: number;
  readonly #repair: number;
  readonly #response = Math.exp(chance.normal({ mean: Math.log(35), dev: 0.4 }));

  constructor(id: string, downtime: number, repair: number) {
    this.id = id;
    this.#likelihood = (100 * downtime) / repair;
    this.#repair = repair;
  }

  step(): void {
    if (this.#left > 0) this.#left -= 1;
    else if (chance.bool({ likelihood: this.#likelihood })) {
      this.#left = Math.max(0, Math.round(chance.normal({ mean: this.#repair, dev: this.#repair / 2 })) - 1);
      this.state = chance.bool({ likelihood: 30 }) ? 'degraded' : 'down';
    } else this.state = 'up';
  }

  responseTime(): number {
    if (this.state === 'down') return 5000;
    const value = this.#response * Math.exp(noise(0.35)) * (this.state === 'degraded' ? 6 : 1);
    return round(value);
  }
}

const SHAPES: { readonly [pattern: string]: Shape } = {
  stable: ({ hour, minute }) => {
    const copying = hour === 3 && minute < 45;
    return [15 + noise(2), 35 + (copying ? 12 : 0) + noise(1), 4 + (copying ? 40 : 0) + noise(1)];
  },
  spikes: ({ hour, minute, office }) => {
    const wave = office ? 65 + 20 * Math.sin(((hour + minute / 60 - 9) * Math.PI) / 8) : 12;
    const cpu = (minute % 15 === 0 ? Math.max(wave, Math.min(95, wave + 25)) : wave) + noise(3);
    return [cpu, 20 + 0.5 * cpu + noise(1.5), 3 + (office ? 9 : 0) + noise(1)];
  },
  high: ({ hour, office }) => [
    (office ? 84 : 20) + noise(2.5),
    (office ? 78 : 45) + noise(1.5),
    4 + (hour >= 8 && hour < 20 ? 14 : 0) + noise(1.5),
  ],
  leak: ({ leak }) => {
    const memory = 35 + (59 * leak) / 10_080 + noise(0.8);
    return [18 + Math.max(0, memory - 60) + noise(2), memory, 3 + 2 * Math.max(0, memory - 80) + noise(1)];
  },
  volatile: () => [
    40 + noise(14) + (chance.bool({ likelihood: 12 }) ? chance.floating({ min: 15, max: 45 }) : 0) + noise(4),
    50 + noise(12),
    6 + (chance.bool({ likelihood: 5 }) ? chance.floating({ min: 10, max: 60 }) : 0) + noise(2),
  ],
  low: () => [8 + noise(1), 22 + noise(0.5), 1 + noise(0.3)],
  nights: ({ night }) => [
    (night ? 62 : 12) + noise(4),
    30 + (night ? 25 : 0) + noise(1.5),
    (night ? 60 : 5) + noise(6),
  ],
  builds: ({ office }) => {
    const building = office && chance.bool({ likelihood: 23 });
    return [
      6 + (office ? noise(6) : 0) + (building ? 50 : 0) + noise(1),
      28 + (building ? 18 : 0) + noise(3),
      2 + (building ? 30 : 0) + noise(0.6),
    ];
  },
};

const MACHINES = ['high', 'stable', 'spikes', 'high', 'leak', 'builds', 'volatile', 'low', 'nights', 'stable'].map(
  (pattern, i) => ({
    asset: new Asset(`machine-${i + 1}`, 0.001, 12),
    shape: SHAPES[pattern]!,
    tags: { environment: 'production', asset_type: 'vm' },
    slot: chance.integer({ min: 60, max: 239 }),
    success: [98, 95, 92, 97][i % 4]!,
  }),
);
const SERVICES = Array.from({ length: 22 }, (_, i) => new Asset(`service-${i + 1}`, 0.005, 8));
const POLLED = [...MACHINES.map(({ asset }) => asset), ...SERVICES];

/** Makes the whole set; the number of records. */
export function runScript(): number {
  let records = 0;
  let batch: object[] = [];
  const emit = (record: object): void => {
    batch.push(record);
    if (batch.length < 1000) return;
    records += batch.length;
    batch = [];
  };

  for (let i = 0; i < 34; i++) emit({ asset_id: `asset-${i}`, asset_type: 'vm', hostname: chance.domain(), data: {} });
  for (let tick = 0; tick < MINUTES; tick++) {
    const time = START + tick * 60_000;
    const now = minuteOf(tick);
    for (const asset of POLLED) asset.step();
    for (const { asset, shape, tags, slot, success } of MACHINES) {
      const up = asset.state !== 'down';
      const [cpu, memory, wait] = up ? shape(now) : [0, 0, 0];
      const [asset_id, unit] = [asset.id, 'percentage'];
      emit({ asset_id, metric_name: 'cpu_usage', timestamp: new Date(time), value: percent(cpu), unit, tags });
      emit({ asset_id, metric_name: 'memory_usage', timestamp: new Date(time), value: percent(memory), unit, tags });
      emit({ asset_id, metric_name: 'io_wait', timestamp: new Date(time), value: percent(wait), unit, tags });
      if (now.hour * 60 + now.minute === slot) {
        const likelihood = success * (now.day === 1 ? 0.97 : 1) * (cpu > 60 ? 0.95 : 1) * (memory > 85 ? 0.9 : 1);
        emit({
          asset_id,
          metric_name: 'backup_status',
          timestamp: new Date(time),
          value: up && chance.bool({ likelihood }) ? 1 : 0,
        });
      }
    }
    for (const asset of POLLED) {
      const asset_id = asset.id;
      emit({ asset_id, metric_name: 'availability_status', timestamp: new Date(time), value: STATUS[asset.state] });
      emit({ asset_id, metric_name: 'response_time_ms', timestamp: new Date(time), value: asset.responseTime() });
    }
  }
  return records + batch.length;
}

function minuteOf(tick: number): Minute {
  const ofDay = tick % 1440;
  const [day, hour, minute] = [Math.floor(tick / 1440) % 7, Math.floor(ofDay / 60), ofDay % 60];
  return {
    day,
    hour,
    minute,
    office: day >= 1 && day <= 5 && hour >= 9 && hour < 17,
    night: hour >= 22 || hour < 6,
    leak: (tick + 10_080 - 240) % 10_080,
  };
}
