/** Which types of PostgreSQL a column of ours may have, and which one it gets. */
import type { ColumnType } from '../../model/scenario.ts';
import type { Encoding } from './cell.ts';

/** Of new columns. */
export const typeNames: { readonly [type in ColumnType]: string } = {
  text: 'text',
  number: 'double precision',
  boolean: 'boolean',
  timestamp: 'timestamp with time zone',
  json: 'jsonb',
};

/** How a column of a table that is there is written; null: it cannot hold such values as they are. */
export function encodingFor(type: ColumnType, found: string): Encoding | null {
  switch (type) {
    case 'text':
      return found === 'text' || /^character varying(?:\(\d+\))?$/.test(found) ? 'text' : null;
    case 'number':
      return found === 'double precision' ? 'float8' : null;
    case 'boolean':
      return found === 'boolean' ? 'bool' : null;
    case 'timestamp':
      return /^timestamp(?:\([36]\))? with time zone$/.test(found) ? 'timestamptz' : null;
    case 'json':
      return found === 'jsonb' || found === 'json' ? found : null;
  }
}

/** How what is there becomes what it must be, where the server does not know it by itself. */
export function conversion(type: ColumnType, found: string, column: string): string {
  if (type === 'timestamp' && found.endsWith('without time zone')) return `${column} AT TIME ZONE 'UTC'`;
  return `${column}::${typeNames[type]}`;
}
