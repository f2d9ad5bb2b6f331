/** A folder of parts as a target. */
import type { SinkContext, Target } from '../sink.ts';
import type { OpenEncoder } from './encoder.ts';

export interface FolderOptions {
  readonly path: string;
  readonly production: boolean;
}

/** Opens the folder and takes its lock. */
export function openFolder<O extends FolderOptions>(
  _label: string,
  _options: O,
  _context: SinkContext,
  _openEncoder: OpenEncoder<O>,
): Promise<Target> {
  return Promise.reject(new Error('being built'));
}
