import type { FieldShape } from '../../model/field.ts';
import type { SinkOptions } from '../../model/scenario.ts';
import type { Json } from '../../model/units.ts';
import { sinkFields, sinkKinds } from '../grammar/sink.ts';
import type { Written } from './definitions.ts';
import { Placed } from './placed.ts';
import type { Reading } from './reading.ts';
import { scopeOf } from './scope.ts';
import { isMapping } from './text.ts';

const shape: FieldShape = { type: 'variant', noun: 'sink', of: sinkKinds, common: sinkFields };

/**
 * A sink's options as written, without defaults: for the sink in use, variables of the environment are filled in, and
 * may stand for what is not written.
 */
export function sinkOf({ written, at }: Written, reader: Reading): SinkOptions {
  const { kind, values } = reader.read(shape, written, at, scopeOf('asset')) as {
    kind: string;
    values: { [key: string]: Json };
  };
  const { default: chosen, ...all } = values;
  const options = Object.fromEntries(Object.entries(all).filter(([key]) => isMapping(written) && key in written));
  return Object.assign(new Placed(at), { kind, default: chosen === true, options });
}
