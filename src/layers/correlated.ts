/**
 * Correlated noise without memory: an Ornstein–Uhlenbeck process (autocorrelation e^(−t/τ), variance 1) on an
 * absolute lattice in time, with keyed bridges between its points.
 *
 * Lattice points are L ≥ 4τ apart; each is the AR(1) sum √(1 − ρ²) Σ ρ^j z_(k−j), ρ = e^(−L/τ), cut where ρ^j no
 * longer changes a double. Between them the conditional law of the process given both neighbours is normal
 * (Doob 1942; the dyadic case is mid = (a + b)/(2 cosh d) + √(tanh d)·z), taken rung by rung down a fixed ladder of
 * spacings. A point's draw is keyed by its instant, so a finer step only adds points.
 */
import type { Duration, Instant } from '../model/units.ts';
import { fillBits, type Key } from '../random/key.ts';
import { exp, expm1 } from '../random/math.ts';
import { fillNormal, normalOf } from '../random/normal.ts';
import { type Bridge, bridge, halve, refine, take } from './bridges.ts';
import { BLOCK, type Fill } from './layer.ts';
import type { Scratch } from './scratch.ts';

/** Spacings from 1 ms up to a minute; above it they double. Each divides the next. */
const BELOW_A_MINUTE: readonly Duration[] = [1, 5, 25, 125, 250, 500, 1000, 5000, 15_000, 30_000, 60_000];
const RUNGS: readonly Duration[] = [...BELOW_A_MINUTE, ...Array.from({ length: 26 }, (_, i) => 60_000 * (2 << i))];

/** Where a column has so many points for each tick, ticks are computed one by one. */
const DENSE = 16;

/** Lattice terms: ρ ≤ e^−4, so the twelfth is below 2^−64. */
const TERMS = 12;

/** What a time to 1/e means for the ladder; it belongs to no key. */
export interface Correlation {
  /** Index of the lattice among the rungs. */
  readonly top: number;
  readonly lattice: Duration;
  /** AR(1) from lattice point to lattice point. */
  readonly rho: number;
  readonly scale: number;
  readonly bridges: readonly Bridge[];
}

export function correlationOf(correlation: Duration): Correlation {
  const top = RUNGS.findIndex((rung) => rung >= 4 * correlation);
  if (top < 0) throw new Error(`a correlation of ${correlation} ms is longer than the ladder`);
  const lattice = RUNGS[top]!;
  const bridges = RUNGS.slice(0, top).map((fine, i) => bridge(fine, RUNGS[i + 1]!, correlation));
  const [rho, scale] = [exp(-lattice / correlation), Math.sqrt(-expm1((-2 * lattice) / correlation))];
  return { top, lattice, rho, scale, bridges };
}

/** Normal noise with this correlation and deviation, at the instants of the ticks (whole milliseconds). */
export function correlatedNormal(key: Key, law: Correlation, scratch: Scratch, deviation = 1): Fill {
  const { top, lattice, bridges } = law;
  return ({ start, step, count }, out) => {
    const bottom = finest(start, step, top);
    const fine = RUNGS[bottom]!;
    const origin = Math.floor(start / lattice) * lattice;
    const last = start + (count - 1) * step;
    const size = (Math.ceil(last / lattice) * lattice - origin) / fine + 1;
    // Ticks far apart, or on odd milliseconds: most points of their rung would be made for nothing.
    if (size > BLOCK + DENSE * count) {
      const value = pointwise(key, law);
      for (let i = 0; i < count; i++) out[i] = value(start + i * step) * deviation;
      return;
    }
    const fill = (points: Float64Array, bits: Int32Array, noise: Float64Array): void => {
      fillLattice(key, law, origin, last, lattice / fine, points, bits);
      const halves = step === fine && bottom < top && bridges[bottom]!.steps.length === 1;
      for (let rung = top - 1; rung >= (halves ? bottom + 1 : bottom); rung--) {
        refine(key, bridges[rung]!, origin, start, last, fine, points, bits, noise);
      }
      const from = ((start - origin) / fine) | 0;
      if (halves) {
        // Half of all points are of the last rung: they and those between which they lie go out at once.
        const { coarse, steps } = bridges[bottom]!;
        const first = Math.floor(start / coarse) * coarse;
        const between = Math.ceil((last - first) / coarse);
        fillBits(key, first + fine, coarse, between, bits);
        fillNormal(bits, between, steps[0]!.sd, noise);
        halve(points, ((first - origin) / fine) | 0, from, steps[0]!, noise, deviation, count, out);
      } else take(points, from, (step / fine) | 0, deviation, count, out);
    };
    const room = size + TERMS;
    scratch.column((points) => {
      scratch.bits((bits) => {
        scratch.column((noise) => {
          fill(points, bits, noise);
        }, room);
      }, room);
    }, room);
  };
}

/** The coarsest rung that meets every tick. */
function finest(start: Instant, step: Duration, top: number): number {
  let rung = top;
  while (step % RUNGS[rung]! !== 0 || start % RUNGS[rung]! !== 0) rung -= 1;
  return rung;
}

function fillLattice(
  key: Key,
  { lattice, rho, scale }: Correlation,
  origin: Instant,
  last: Instant,
  stride: number,
  points: Float64Array,
  bits: Int32Array,
): void {
  const count = Math.ceil((last - origin) / lattice) + 1;
  fillBits(key, origin - (TERMS - 1) * lattice, lattice, count + TERMS - 1, bits);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < TERMS; j++) sum = sum * rho + normalOf(bits[i + j]!);
    points[i * stride] = scale * sum;
  }
}

/** The same values, one instant at a time: each point asks for its two neighbours, up to the lattice. */
function pointwise(key: Key, { lattice, rho, scale, bridges }: Correlation): (t: Instant) => number {
  const bits = new Int32Array(TERMS);
  const known = new Map<Instant, number>();
  const compute = (t: Instant): number => {
    if (t % lattice === 0) {
      fillBits(key, t - (TERMS - 1) * lattice, lattice, TERMS, bits);
      return scale * bits.reduce((sum, word) => sum * rho + normalOf(word), 0);
    }
    const { fine, coarse, steps } = bridges.findLast((one) => t % one.fine === 0)!;
    const from = Math.floor(t / coarse) * coarse;
    const { left, right, sd } = steps[(t - from) / fine - 1]!;
    const [before, after] = [value(t - fine), value(from + coarse)];
    fillBits(key, t, 1, 1, bits);
    return left * before + right * after + sd * normalOf(bits[0]!);
  };
  const value = (t: Instant): number => {
    let x = known.get(t);
    if (x === undefined) {
      x = compute(t);
      known.set(t, x);
    }
    return x;
  };
  return value;
}
