import { boolean } from '../../model/field.ts';
import type { Definition, Fields } from '../../model/field.ts';
import { sinks } from '../../sinks/registry.ts';

/** Keys that sinks of every kind have. */
export const sinkFields = {
  default: boolean({ summary: 'The one that a run takes where it names none.', default: false }),
} satisfies Fields;

export const sinkKinds: readonly Definition[] = sinks;
