import type { Context } from './rule.ts';

/**
 * What `make` makes of a context, made when a rule first asks for it. The context itself keeps it: what a map beside it
 * holds, weakly or not, outlives it until all of the memory is looked through.
 */
export function perContext<V extends object>(make: (context: Context) => V): (context: Context) => V {
  return (context) => {
    let value = context.made.get(make) as V | undefined;
    if (value === undefined) context.made.set(make, (value = make(context)));
    return value;
  };
}
