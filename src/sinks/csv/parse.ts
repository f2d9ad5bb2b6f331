/** Reads RFC 4180, lines ended by a line feed or both; an empty cell that is not quoted is null. */
export async function* parseCsv(chunks: AsyncIterable<string>): AsyncGenerator<readonly (string | null)[]> {
  let record: (string | null)[] = [];
  let cell = '';
  /** `after`: behind a quote inside quotes, which ends the text or is the first of two. */
  let state: 'plain' | 'quoted' | 'after' = 'plain';
  let wasQuoted = false;
  const endCell = (): void => {
    record.push(cell === '' && !wasQuoted ? null : cell);
    cell = '';
    wasQuoted = false;
    state = 'plain';
  };
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const next = nextSpecial(chunk, at, state === 'quoted');
      // Behind a closing quote only the end of a line may stand; what does stand there is kept.
      const text = chunk.slice(at, next);
      cell += state === 'after' ? text.replace('\r', '') : text;
      if (next === chunk.length) break;
      const char = chunk[next];
      at = next + 1;
      if (state === 'quoted') state = 'after';
      else if (char === '"') {
        if (state === 'after' && text === '') cell += '"';
        wasQuoted = true;
        state = 'quoted';
      } else {
        if (char === '\n' && !wasQuoted && cell.endsWith('\r')) cell = cell.slice(0, -1);
        endCell();
        if (char === ',') continue;
        yield record;
        record = [];
      }
    }
  }
  if (record.length > 0 || cell !== '' || wasQuoted) {
    endCell();
    yield record;
  }
}

/** Where the next character with a meaning stands: inside quotes only a quote has one. */
function nextSpecial(text: string, from: number, quoted: boolean): number {
  if (quoted) {
    const quote = text.indexOf('"', from);
    return quote === -1 ? text.length : quote;
  }
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 44 || code === 10 || code === 34) return i;
  }
  return text.length;
}
