import { filesReader } from './files/reader.ts';
import type { ReaderDefinition } from './reader.ts';

/** Every kind of source, as a run reads it. */
export const readers: readonly ReaderDefinition[] = [filesReader];
