/** Reads RFC 4180, lines ended by a line feed or both; an empty cell that is not quoted is null. */
export async function* parseCsv(chunks: AsyncIterable<string>): AsyncGenerator<readonly (string | null)[]> {
  let record: (string | null)[] = [];
  let cell = '';
  /** `after`: behind a quote inside quotes, which ends the text or is the first of two. */
  let state: 'start' | 'plain' | 'quoted' | 'after' = 'start';
  let wasQuoted = false;
  const endCell = (): void => {
    record.push(cell === '' && !wasQuoted ? null : cell);
    cell = '';
    wasQuoted = false;
    state = 'start';
  };
  for await (const chunk of chunks) {
    for (const char of chunk) {
      if (state === 'quoted') {
        if (char === '"') state = 'after';
        else cell += char;
      } else if (char === '"' && (state === 'after' || state === 'start')) {
        if (state === 'after') cell += char;
        wasQuoted = true;
        state = 'quoted';
      } else if (char === ',') endCell();
      else if (char === '\n') {
        if (!wasQuoted && cell.endsWith('\r')) cell = cell.slice(0, -1);
        endCell();
        yield record;
        record = [];
      } else if (state !== 'after' || char !== '\r') {
        cell += char;
        state = 'plain';
      }
    }
  }
  if (record.length > 0 || cell !== '' || wasQuoted) {
    endCell();
    yield record;
  }
}
