import type { Reporter } from '../diagnostics/reporter.ts';
import type { Source } from '../source.ts';
import { explain } from './explain.ts';
import type { Schema } from './schema.ts';

/** More than these help nobody: they have one cause. */
const MOST_PROBLEMS = 100;

/** Reports why a value that was refused does not have the shape of a schema. */
export function reportShape(source: Source, schema: Schema, report: Reporter): void {
  let count = 0;
  for (const { code, path, part, message, hint } of explain(schema, source.value)) {
    if (count++ === MOST_PROBLEMS) {
      const more = `There are more than ${MOST_PROBLEMS} problems of this kind; the others are not shown`;
      report.error('too-many-problems', source.place(path, part), more, 'Correct these first');
      return;
    }
    report.error(code, source.place(path, part), message, hint);
  }
  if (count === 0)
    report.error('wrong-value', source.place([], 'key'), 'The file does not have the shape that its keys ask for');
}
