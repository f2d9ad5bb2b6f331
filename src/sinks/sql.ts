/** Names and text in SQL. */

/** Any name, quoted so that it can be nothing but a name. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Any text as a literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A column, of the table or subquery that `alias` stands for. */
export const column = (alias: string, name: string): string => `${alias}.${quoted(name)}`;

export const list = (names: readonly string[]): string => names.map(quoted).join(', ');
