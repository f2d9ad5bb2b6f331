/** The lease of one scenario, as a document: each step is one atomic command, by the server's own clock. */
import { randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import type { Holder } from '../holder.ts';
import { type LeaseStore, refuseHeld } from '../lease.ts';
import type { Connection } from './connection.ts';
import { isDuplicate } from './ledger.ts';

interface LeaseDocument {
  readonly _id: string;
  readonly holder: Holder | null;
  /** Whose question was answered with it. */
  readonly asked?: string;
  readonly token: number;
  readonly renewed: Date;
  readonly ends: Date;
}

export function leaseStore({ database, persist }: Connection, scenario: string): LeaseStore {
  const leases: Collection<LeaseDocument> = database.collection('seedctl_leases');
  /** Two of one process may have the same holder in the same millisecond. */
  const asked = randomUUID();
  const from = (ttl: number) => ({ renewed: '$$NOW', ends: { $add: ['$$NOW', ttl] } });
  return {
    take: (holder, ttl, over) =>
      persist(async () => {
        // MongoDB takes no $expr in an upsert, so the document is made first.
        const free = { holder: null, token: 0, renewed: new Date(0), ends: new Date(0) };
        await leases.updateOne({ _id: scenario }, { $setOnInsert: free }, { upsert: true }).catch(ignoreLostRace);
        const taken = await leases.findOneAndUpdate(
          {
            _id: scenario,
            $or: [
              { holder: null },
              { $expr: { $lte: ['$ends', '$$NOW'] } },
              ...(over === null ? [] : [{ token: over }]),
              // Asked a second time because the answer to the first was lost.
              { asked },
            ],
          },
          [{ $set: { holder: { $literal: holder }, asked, token: { $add: ['$token', 1] }, ...from(ttl) } }],
          { returnDocument: 'after' },
        );
        if (taken !== null) return { token: taken.token };
        const [held] = await leases
          .aggregate<LeaseDocument & { silent: number }>([
            { $match: { _id: scenario } },
            { $project: { holder: 1, token: 1, silent: { $subtract: ['$$NOW', '$renewed'] } } },
          ])
          .toArray();
        // Freed between the two questions: the next run is the one.
        if (held?.holder == null) return { holder, heldToken: -1, silent: 0 };
        return { holder: held.holder, heldToken: held.token, silent: held.silent };
      }),
    async renew(token, ttl) {
      const { matchedCount } = await leases.updateOne({ _id: scenario, token }, [{ $set: from(ttl) }]);
      return matchedCount === 1;
    },
    async release(token) {
      await leases.updateOne({ _id: scenario, token }, { $set: { holder: null } });
    },
  };
}

/** Looks, and takes nothing. @throws SeedctlError (exit 5) that names the holder */
export async function assertFree({ database, label }: Connection, scenario: string): Promise<void> {
  const [held] = await database
    .collection<LeaseDocument>('seedctl_leases')
    .aggregate<LeaseDocument & { silent: number; left: number }>([
      { $match: { _id: scenario } },
      {
        $project: {
          holder: 1,
          silent: { $subtract: ['$$NOW', '$renewed'] },
          left: { $subtract: ['$ends', '$$NOW'] },
        },
      },
    ])
    .toArray();
  if (held?.holder == null || held.left <= 0) return;
  refuseHeld(label, { holder: held.holder, silent: held.silent });
}

/** Two that make the same document at once: one of them is told so. */
function ignoreLostRace(error: unknown): void {
  if (!isDuplicate(error)) throw error;
}
