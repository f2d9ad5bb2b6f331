import type { Definition, Fields } from '../../model/field.ts';
import { sources } from '../../sources/registry.ts';

/** Keys that sources of every kind have. */
export const sourceFields = {} satisfies Fields;

export const sourceKinds: readonly Definition[] = sources;
