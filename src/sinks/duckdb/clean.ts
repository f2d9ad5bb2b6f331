import type { PlannedStream } from '../../model/plan.ts';
import type { Database } from './database.ts';

export interface CleanRequest {
  readonly scenario: string;
  readonly production: boolean;
  readonly streams: readonly string[] | null;
  readonly planned: readonly PlannedStream[];
}

export async function clean(database: Database, request: CleanRequest): Promise<{ readonly records: number }> {
  return Promise.reject(new Error('being built'));
}
