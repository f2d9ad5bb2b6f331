import { quoted } from '../sql.ts';

/** A row's key as the ledger keeps it: as text, of a session in UTC; `prefix` names where the columns are. */
export const keyOf = (key: readonly string[], prefix = ''): string =>
  `ARRAY[${key.map((name) => `${prefix}${quoted(name)}::text`).join(', ')}]`;
