import { exp } from './math.ts';

/**
 * The number of events of a Poisson process, by adding up its probabilities until they pass u in (0, 1).
 * @param mean at most 500, so that e^-mean is a normal number; the work grows with it
 */
export function poissonQuantile(u: number, mean: number): number {
  let probability = exp(-mean);
  let sum = probability;
  let n = 0;
  // Where u is within rounding of 1 the sum might never pass it; by then what is left to add is nothing.
  while (u >= sum && (n < mean || probability > 1e-18)) {
    n++;
    probability *= mean / n;
    sum += probability;
  }
  return n;
}
