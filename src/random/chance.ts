/** Names, addresses and the like, by the chance package; for what is drawn once per asset or occurrence. */
import { Chance } from 'chance';
import type { Scalar } from '../model/units.ts';
import { chanceMethods } from './chance-methods.ts';
import { deriveAt, type Key, uniform } from './key.ts';

/**
 * One value of a method. The package takes its random numbers from the key, as many as it needs, so that
 * the value depends on nothing else; its own generator would keep 32 bits of the key only.
 * @throws Error for a method that is not in `chanceMethods`
 */
export function chanceValue(method: string, options: { readonly [name: string]: Scalar }, key: Key): Scalar {
  if (!Object.hasOwn(chanceMethods, method)) throw new Error(`no method of chance is called ${method}`);
  let draws = 0;
  const source = new Chance(() => uniform(deriveAt(key, draws++))) as unknown as Methods;
  // A copy: the package writes its defaults into what it is given.
  return source[method]!({ ...options });
}

interface Methods {
  [method: string]: (options: { [name: string]: Scalar }) => Scalar;
}
