/**
 * What a scenario file may hold. A parser's time and memory grow faster than its input where nesting, keys
 * or aliases are many, so these are checked before it sees them. Honest scenarios stay far below.
 */
export const limits = {
  /** Bytes of one file. */
  bytes: 1_048_576,
  /** Lists and mappings within each other. */
  depth: 64,
  /** Keys and list items of one file. */
  entries: 20_000,
  /** Values after every alias was replaced by what it stands for. */
  expanded: 100_000,
} as const;
