export { timeProblem } from './times.ts';
export type { SourceColumn } from './definition.ts';
import type { SourceDefinition } from './definition.ts';
import { files } from './files/definition.ts';

/** Every kind of source. A new one is its folder, its line here, and its reader in `readers.ts`. */
export const sources: readonly SourceDefinition[] = [files];
