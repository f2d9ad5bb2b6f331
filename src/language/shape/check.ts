import { perObject } from '../../model/per-object.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { isMapping, type Mapping } from '../normalise/text.ts';
import { librarySchema, scenarioSchema } from '../schema.ts';
import type { Source } from '../source.ts';
import { reportShape } from './report.ts';
import { library, scenario } from './validator.generated.js';

const shapes = {
  scenario: { accepts: scenario, schema: scenarioSchema },
  // What many scenarios include is looked at once.
  library: { accepts: (value: unknown) => isMapping(value) && judged(value).right, schema: librarySchema },
} as const;

const judged = perObject((value: Mapping) => ({ right: library(value) }));

/**
 * Whether a file has the shape of a scenario, or of a library that scenarios include: known keys, types, forms and
 * bounds. The validator is compiled when seedctl is built; the schema is made only where there is something to explain.
 */
export function checkShape(source: Source, report: Reporter, kind: keyof typeof shapes = 'scenario'): boolean {
  const { accepts, schema } = shapes[kind];
  if (accepts(source.value)) return true;
  reportShape(source, schema(), report);
  return false;
}
