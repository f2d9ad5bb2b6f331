import type { Log } from '../sink.ts';
import type { Disk } from './disk.ts';
import type { PartEncoder } from './encoder.ts';

/** A folder of parts, with all that its readers and writers need. */
export interface Folder {
  /** Absolute. */
  readonly root: string;
  readonly scenario: string;
  readonly seed: number;
  readonly engine: number;
  readonly disk: Disk;
  readonly encoder: PartEncoder;
  readonly log: Log;
  /** Nothing may be changed, damage included. */
  readonly readOnly: boolean;
}
