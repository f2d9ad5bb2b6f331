/** Every layer kind, against a loop over typed arrays that a programmer would write by hand for the same formula. */
import { loadScenario } from '../src/language/load.ts';
import { BLOCK } from '../src/layers/layer.ts';
import { DAY, MINUTE } from '../src/model/units.ts';
import { createPlan } from '../src/plan/plan.ts';
import { derive, fillBits, rootKey } from '../src/random/key.ts';
import { exp, sinTurn } from '../src/random/math.ts';
import { normalOf } from '../src/random/normal.ts';
import { createEngine } from '../src/simulate/engine.ts';
import { zone } from '../src/timeline/zone.ts';
import { type Benchmark, type Figure, processorSeconds, ratio } from './harness.ts';

/** Values of `count` minutes from `start` on. */
type Loop = (start: number, count: number, out: Float64Array) => void;

interface Case {
  readonly layer: { readonly kind: string; readonly [key: string]: unknown };
  /** Before it is rounded. */
  readonly loop: Loop;
  /** A loop of another kind for the same process: only the cost can be compared. */
  readonly other?: true;
}

const round = (x: number): number => Math.floor(x * 100 + 0.5) / 100 + 0;
const rome = zone('Europe/Rome');
const bits = new Int32Array(BLOCK + 1);
const source = new Float64Array(BLOCK + 1);
const keyOf = (metric: string, ...layer: string[]) => derive(rootKey(1), 'asset', 'a', 'metric', metric, ...layer);
const noiseKey = keyOf('noise', 'noise');
const factorKey = keyOf('noise-factor', 'noise');
const groupKey = keyOf('group', 'group', 'noise');
const sourceKey = keyOf('source', 'noise');

/** Points of the day that the profile below goes through, on the day before and after too. */
const PROFILE = [
  [-180, 1.5],
  [240, 0.3],
  [720, 1.2],
  [1260, 1.5],
  [1680, 0.3],
] as const;

const CASES: { readonly [name: string]: Case } = {
  constant: {
    layer: { kind: 'constant', value: 21.5 },
    loop(_start, count, out) {
      for (let i = 0; i < count; i++) out[i] = 21.5;
    },
  },
  sine: {
    layer: { kind: 'sine', base: 65, amplitude: 20, period: '16h' },
    loop(start, count, out) {
      for (let i = 0; i < count; i++) out[i] = 65 + 20 * sinTurn((start + i * MINUTE) / (960 * MINUTE));
    },
  },
  spike: {
    layer: { kind: 'spike', every: '15m', for: '1m', add: 25, max: 95 },
    loop(start, count, out) {
      for (let i = 0; i < count; i++) {
        const within = (start + i * MINUTE) % (15 * MINUTE) < MINUTE;
        out[i] = within ? Math.max(0, Math.min(25, 95)) : 0;
      }
    },
  },
  ramp: {
    layer: { kind: 'ramp', since: '2025-01-01', slope: '2/day' },
    loop(start, count, out) {
      const since = Date.parse('2024-12-31T23:00:00Z');
      for (let i = 0; i < count; i++) out[i] = (2 / DAY) * Math.max(0, start + i * MINUTE - since);
    },
  },
  profile: {
    layer: { kind: 'profile', over: 'day', points: { '04:00': 0.3, '12:00': 1.2, '21:00': 1.5 } },
    loop(start, count, out) {
      const { offset } = rome.offsetAt(start);
      let piece = 1;
      for (let i = 0; i < count; i++) {
        const local = start + i * MINUTE + offset;
        const minute = (local - Math.floor(local / DAY) * DAY) / MINUTE;
        if (minute === 0) piece = 1;
        while (minute >= PROFILE[piece]![0]) piece++;
        while (minute < PROFILE[piece - 1]![0]) piece--;
        const [[at, from], [to, next]] = [PROFILE[piece - 1]!, PROFILE[piece]!];
        out[i] = from + ((next - from) * (minute - at)) / (to - at);
      }
    },
  },
  noise: {
    layer: { kind: 'noise', sd: 2 },
    loop(start, count, out) {
      fillBits(noiseKey, start, MINUTE, count, bits);
      for (let i = 0; i < count; i++) out[i] = 2 * normalOf(bits[i]!);
    },
  },
  'noise-factor': {
    layer: { kind: 'noise', lognormal: { median: 1, sigma: 0.35 } },
    loop(start, count, out) {
      fillBits(factorKey, start, MINUTE, count, bits);
      for (let i = 0; i < count; i++) out[i] = exp(0 + 0.35 * normalOf(bits[i]!));
    },
  },
  'noise-correlated': {
    layer: { kind: 'noise', sd: 1, correlation: '30m' },
    other: true,
    loop(start, count, out) {
      // The textbook's recursion, which needs all that came before.
      const rho = exp(-1 / 30);
      const rest = Math.sqrt(1 - rho * rho);
      fillBits(noiseKey, start, MINUTE, count, bits);
      let x = 0;
      for (let i = 0; i < count; i++) {
        x = rho * x + rest * normalOf(bits[i]!);
        out[i] = x;
      }
    },
  },
  follow: {
    layer: { kind: 'follow', metric: 'source', lag: '1m', gain: 2 },
    loop(start, count, out) {
      fillBits(sourceKey, start - MINUTE, MINUTE, count, bits);
      for (let i = 0; i < count; i++) source[i] = round(normalOf(bits[i]!));
      for (let i = 0; i < count; i++) out[i] = 2 * source[i]!;
    },
  },
  group: {
    layer: {
      kind: 'group',
      clamp: [0, 1],
      layers: [
        { kind: 'constant', value: 0.5 },
        { kind: 'noise', sd: 0.1 },
      ],
    },
    loop(start, count, out) {
      fillBits(groupKey, start, MINUTE, count, bits);
      for (let i = 0; i < count; i++) out[i] = Math.min(1, Math.max(0, 0.5 + 0.1 * normalOf(bits[i]!)));
    },
  },
};

export const layers: Benchmark = {
  name: 'layers',
  summary: 'Values of each layer kind, rounded, against loops by hand over typed arrays',
  async run() {
    const fill = signals();
    const figures: Figure[] = [];
    const out = new Float64Array(BLOCK);
    for (const [name, { loop: raw, other }] of Object.entries(CASES)) {
      const ours: Loop = (start, count, into) => {
        fill(name, start, count, into);
      };
      const loop: Loop = (start, count, into) => {
        raw(start, count, into);
        for (let i = 0; i < count; i++) into[i] = round(into[i]!);
      };
      if (other === undefined) compare(name, ours, loop);
      const time = (made: Loop) => () =>
        processorSeconds(() => {
          // More blocks than are kept: nothing is known from before.
          for (let block = 0; block < BLOCKS; block++) made(START + block * BLOCK * MINUTE, BLOCK, out);
        });
      for (const made of [ours, loop]) for (let i = 0; i < 3; i++) await time(made)();
      const value = await ratio(PAIRS, { name, run: time(ours) }, { name: 'by hand', run: time(loop) });
      figures.push({ name: `layer-${name}`, value, unit: '× a loop by hand', target: 1.5, better: 'lower' });
    }
    return figures;
  },
};

const START = Date.parse('2025-02-03T00:00:00Z');
const BLOCKS = 300;
const PAIRS = 9;

/** One metric of each layer, of one asset. */
function signals(): (metric: string, start: number, count: number, out: Float64Array) => void {
  const metrics = Object.entries(CASES).map(([name, { layer }]) => [name, { layers: [layer] }] as const);
  const written = {
    version: 1,
    name: 'layers',
    seed: 1,
    timezone: 'Europe/Rome',
    time: { start: '2025-02-03', duration: '1d', step: '1m' },
    patterns: {
      p: { metrics: { source: { layers: [{ kind: 'noise', sd: 1 }] }, ...Object.fromEntries(metrics) } },
    },
    assets: [{ id: 'a', pattern: 'p' }],
    streams: [{ kind: 'metrics', to: 'metrics' }],
  };
  const { scenario, diagnostics } = loadScenario('layers.yaml', {
    read: () => new TextEncoder().encode(JSON.stringify(written)),
    sha256: () => '',
    resolve: (_, to) => to,
    parameters: {},
  });
  if (scenario === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const { assets, seed } = createPlan(scenario, { now: START });
  const engine = createEngine(scenario, seed, assets);
  return (metric, start, count, out) => {
    engine.signal(assets[0]!, metric)!.fill({ start, step: MINUTE, count }, out);
  };
}

/** The loop must say what the layer says. */
function compare(name: string, ours: Loop, loop: Loop): void {
  const [a, b] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
  ours(START, BLOCK, a);
  loop(START, BLOCK, b);
  const different = a.findIndex((value, i) => Math.abs(value - b[i]!) > 0.0101);
  if (different >= 0) throw new Error(`${name} at ${different}: ${a[different]} by layer, ${b[different]} by hand`);
}
