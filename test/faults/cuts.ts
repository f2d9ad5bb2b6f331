/** Flags by which the same work is cut in other ways. */
export const CUTS = [
  ['--workers', '1'],
  ['--workers', '4'],
  ['--workers', '16'],
  ['--batch-size', '777'],
  ['--batch-size', '50000', '--workers', '3'],
] as const;
