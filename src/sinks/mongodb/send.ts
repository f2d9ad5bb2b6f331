/** One message of documents to the server, and what it did not take of them. */
import { BSON, type Db, MongoBulkWriteError, MongoServerError } from 'mongodb';
import type { Page } from './page.ts';
import type { Sequence } from './sequence.ts';

/** Why the server did not take one document. */
export interface WriteError {
  /** Its place in the page. */
  readonly index: number;
  readonly code: number;
  readonly message: string;
  /** On MongoDB, the rule that failed. */
  readonly details: unknown;
}

/** Sends a page. A document that is not taken is no reason to throw; all others are. */
export type Sender = (table: string, page: Page, signal: AbortSignal) => Promise<readonly WriteError[]>;

interface RawError {
  readonly index: number;
  readonly code: number;
  readonly errmsg?: string;
  readonly errInfo?: unknown;
}

export function createSender(database: Db, sequence: Sequence | null): Sender {
  return sequence === null ? byDocuments(database) : bySequence(database, sequence);
}

function bySequence(database: Db, sequence: Sequence): Sender {
  return async (table, page, signal) => {
    const reply = await database.command(
      { insert: table, ordered: false, documents: sequence(page.section()), writeConcern: { w: 'majority' } },
      { signal },
    );
    // The path of the driver's own inserts would have thrown these.
    const concern = reply['writeConcernError'] as { errmsg?: string; code?: number } | undefined;
    if (concern !== undefined) throw new MongoServerError({ ...concern, message: concern.errmsg ?? '' });
    return ((reply['writeErrors'] ?? []) as readonly RawError[]).map(asWriteError);
  };
}

function byDocuments(database: Db): Sender {
  return async (table, page, signal) => {
    // Promoted, a double without a fraction would come back as an integer.
    const documents = Array.from({ length: page.count }, (_, i) =>
      BSON.deserialize(page.document(i), { promoteValues: false }),
    );
    try {
      signal.throwIfAborted();
      await database.collection(table).insertMany(documents, { ordered: false });
      return [];
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError)) throw error;
      const concern = error.result.getWriteConcernError();
      if (concern !== undefined)
        throw new MongoServerError({ message: concern.errmsg ?? '', code: concern.code ?? 64 });
      return [error.writeErrors].flat().map(({ err }) => asWriteError(err));
    }
  };
}

const asWriteError = ({ index, code, errmsg = '', errInfo }: RawError): WriteError => ({
  index,
  code,
  message: errmsg,
  details: (errInfo as { details?: unknown } | undefined)?.details ?? null,
});

/** The document's `_id` is there already. */
export const isTaken = ({ code, message }: WriteError): boolean => code === 11_000 && /\b_id_\b/.test(message);

/** 121 on MongoDB, and what DocumentDB says in its place. */
export const isInvalid = ({ code, message }: WriteError): boolean =>
  code === 121 || code === 525_074_461 || /failed validation/i.test(message);
