import type { Writable } from 'node:stream';
import type { SinkContext, Target } from '../sink.ts';

export function openStdout(_context: SinkContext, _out: Writable): Promise<Target> {
  return Promise.reject(new Error('being built'));
}
