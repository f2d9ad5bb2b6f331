import type { SinkContext } from './sink.ts';

/** Who says that this is production, which is never cleaned; null: nobody. */
export function productionMark(marked: boolean, { environment }: SinkContext): string | null {
  if (marked) return 'its sink';
  return environment?.toLowerCase() === 'production' ? 'ENVIRONMENT' : null;
}
