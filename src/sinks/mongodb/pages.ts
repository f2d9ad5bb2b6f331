/** The records of a group as documents, page by page: while the server has one, the next is filled. */
import type { GroupWork } from '../sink.ts';
import type { Connection } from './connection.ts';
import { encoderOf, type Encoder } from './document.ts';
import type { Page } from './page.ts';

/** Documents a message: more save nothing, and the server has them all in memory. */
const DOCUMENTS = 8192;
/** What DocumentDB takes in a message, while its `hello` tells of 100,000. */
const TAKEN = 25_000;
/** A page is sent once it is that large; one more document, of 16 MB at most, still fits into a message. */
const BYTES = 8_000_000;

export interface Paging {
  readonly connection: Connection;
  readonly batchSize: number | null;
}

/** Two pages that take turns. */
export type Pages = readonly [Page, Page];

/** @param flush sends a page and clears it; called with the next one once it is through */
export async function fillPages(
  { connection, batchSize }: Paging,
  pages: Pages,
  work: GroupWork,
  flush: (page: Page) => Promise<void>,
): Promise<void> {
  const { stream } = work.group;
  const most = Math.min(batchSize ?? DOCUMENTS, connection.limits.documents, TAKEN);
  const time = stream.kind === 'metrics' ? stream.keyColumns.time : null;
  let known: unknown = null;
  let encoder: Encoder | null = null;
  let [page, other] = pages;
  let sending: Promise<void> = Promise.resolve();
  const send = async () => {
    await sending;
    sending = flush(page);
    // Awaited with the next page; what fails in between must not count as unheard.
    sending.catch(() => undefined);
    [page, other] = [other, page];
  };
  for (const one of pages) one.clear();
  try {
    for (const batch of work.batches()) {
      // Of a series whose constants stay the same, the columns are the same objects.
      if (encoder === null || known !== batch.columns || time === null) encoder = encoderOf(batch, stream.id, time);
      known = batch.columns;
      for (let from = 0; from < batch.count;) {
        from += encoder.write(page, batch.count, from, most - page.count, BYTES);
        if (page.count >= most || page.end >= BYTES) await send();
      }
    }
    if (page.count > 0) await send();
  } finally {
    await sending;
  }
}
