/**
 * What the database remembers of what it holds, in collections that begin with `seedctl_`. An entry is written before
 * the documents of its group and finished after the server has acknowledged them: what a killed run left is known, and
 * counts for nothing. Its token is that of the lease, so that who lost the lease can finish nothing.
 */
import { Binary, type Collection } from 'mongodb';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Group, PlannedStream, Series } from '../../model/plan.ts';
import type { Lease } from '../lease.ts';
import { otherLedger } from '../refusals.ts';
import type { SinkContext } from '../sink.ts';
import type { OwnedCollections } from './collections.ts';
import type { Connection } from './connection.ts';
import { ledgerId } from './identity.ts';
import type { SeriesColumns } from './time-series.ts';

/** Raised when what the collections mean changes. */
const VERSION = 1;

const HASH_BYTES = 16;

/** `writing`: begun, and perhaps never finished; `rejected`: some documents were not taken; `doomed`: being removed. */
export type GroupState = 'writing' | 'done' | 'rejected' | 'doomed';

export interface GroupDocument {
  readonly _id: Binary;
  readonly scenario: string;
  readonly stream: string;
  readonly kind: string;
  readonly table: string;
  readonly state: GroupState;
  readonly token: number;
  readonly seed: number;
  readonly engine: number;
  readonly from: Date;
  readonly to: Date;
  /** The `_id`s of its series, one after the other. */
  readonly series: Binary;
  /** Its documents are found by these, in the range of its series; null: by their `_id`s. */
  readonly columns: SeriesColumns | null;
  readonly records: number;
  readonly fingerprint: string;
  readonly written_at: Date | null;
}

export interface SeriesDocument {
  readonly _id: Binary;
  readonly scenario: string;
  readonly stream: string;
  readonly name: string;
  readonly digest: string;
  readonly asset: string;
  readonly metric: string | null;
}

/** `_id`s of documents that no range finds again: an incident may begin before the range that it belongs to. */
export interface KeysDocument {
  readonly group: Binary;
  readonly scenario: string;
  readonly ids: Binary;
}

/** `ledger`, and one for each collection that is seedctl's own. */
interface AboutDocument {
  readonly _id: string;
  readonly version?: number;
  readonly production?: boolean;
}

export interface Ledger {
  readonly groups: Collection<GroupDocument>;
  readonly series: Collection<SeriesDocument>;
  readonly keys: Collection<KeysDocument>;
  readonly about: Collection<AboutDocument>;
}

export const LEDGER = ['seedctl_groups', 'seedctl_series', 'seedctl_keys', 'seedctl_about', 'seedctl_leases'] as const;

export function ledgerOf({ database }: Connection): Ledger {
  return {
    groups: database.collection('seedctl_groups'),
    series: database.collection('seedctl_series'),
    keys: database.collection('seedctl_keys'),
    about: database.collection('seedctl_about'),
  };
}

/** Whether there is one; one that a later version wrote is refused. */
export async function hasLedger({ about }: Ledger): Promise<boolean> {
  const found = await about.findOne({ _id: 'ledger' });
  if (found === null || found.version === VERSION) return found !== null;
  throw otherLedger('collections seedctl_…', found.version, VERSION, 'database');
}

/** `production` marks the database for good. */
export async function createLedger(ledger: Ledger, production: boolean): Promise<void> {
  const { about, groups, series, keys } = ledger;
  if (!(await hasLedger(ledger))) {
    await groups.createIndex({ scenario: 1 });
    await series.createIndex({ scenario: 1 });
    await keys.createIndex({ group: 1 });
    // Last: where it is, the indexes are.
    await about.updateOne({ _id: 'ledger' }, { $setOnInsert: { version: VERSION } }, { upsert: true });
  }
  if (production) await about.updateOne({ _id: 'ledger' }, { $set: { production } });
}

export function ownedCollections({ about }: Ledger): OwnedCollections {
  const idOf = (name: string): string => `collection ${name}`;
  return {
    has: async (name) => (await about.findOne({ _id: idOf(name) })) !== null,
    async add(name) {
      await about.updateOne({ _id: idOf(name) }, { $setOnInsert: { _id: idOf(name) } }, { upsert: true });
    },
    async remove(name) {
      await about.deleteOne({ _id: idOf(name) });
    },
  };
}

export async function isProduction({ about }: Ledger): Promise<boolean> {
  return (await about.findOne({ _id: 'ledger' }))?.production === true;
}

/** By `_id` in hex: those of these scenarios; null: of all. */
export async function seriesOf(ledger: Ledger, scenario: string | null): Promise<ReadonlyMap<string, SeriesDocument>> {
  const all = await ledger.series.find(scenario === null ? {} : { scenario }).toArray();
  return new Map(all.map((one) => [hex(one._id), one]));
}

/** The series of a group, in hex. */
export function seriesIn({ series }: GroupDocument): readonly string[] {
  const text = Buffer.from(series.buffer).toString('hex');
  return Array.from({ length: text.length / (2 * HASH_BYTES) }, (_, i) =>
    text.slice(2 * i * HASH_BYTES, 2 * (i + 1) * HASH_BYTES),
  );
}

export const hex = (id: Binary): string => Buffer.from(id.buffer).toString('hex');

/** What this scenario has finished, in the order in which it was written. */
export async function readLedger(ledger: Ledger, scenario: string): Promise<readonly LedgerEntry[]> {
  const [series, groups] = await Promise.all([
    seriesOf(ledger, scenario),
    ledger.groups.find({ scenario, state: 'done' }).toArray(),
  ]);
  groups.sort((a, b) => Number(a.written_at) - Number(b.written_at) || Number(a.from) - Number(b.from));
  return groups.map((group) => ({
    scenario,
    stream: group.stream,
    table: group.table,
    seed: group.seed,
    engine: group.engine,
    range: { from: Number(group.from), to: Number(group.to) },
    series: seriesIn(group).map((id) => ({ id: series.get(id)!.name, digest: series.get(id)!.digest })),
    records: group.records,
    fingerprint: group.fingerprint,
    writtenAt: group.written_at === null ? null : Number(group.written_at),
  }));
}

/** An entry that was begun. */
export interface Entry {
  readonly id: Binary;
  /** It was there already, unfinished: some of its documents may be, too. */
  readonly again: boolean;
}

export interface LedgerWriter {
  /** Before the first document. @throws `lost()` where a later run has this group */
  begin(group: Group, columns: SeriesColumns | null): Promise<Entry>;
  /** Before the documents with these `_id`s, eighteen bytes each, are written. */
  noteKeys(entry: Entry, ids: Buffer): Promise<void>;
  /** After the last document was acknowledged; false where the entry is another run's by now. */
  finish(
    entry: Entry,
    result: { readonly records: number; readonly fingerprint: string; readonly rejected: number },
  ): Promise<boolean>;
}

type Identity = Pick<SinkContext, 'scenario' | 'seed' | 'engine'>;

export function createLedgerWriter(
  ledger: Ledger,
  { persist }: Connection,
  identity: Identity,
  lease: Lease,
): LedgerWriter {
  const { scenario, seed, engine } = identity;
  const { token } = lease;
  /** By stream: all of its series are named with its first group. */
  const named = new Map<string, Promise<void>>();
  const idOf = (stream: string, { id, digest }: Series): Uint8Array => ledgerId(scenario, stream, id, digest);

  /** An entry with a later token is that of a later run. */
  function taken(error: unknown): never {
    if (isDuplicate(error)) {
      lease.lose();
      lease.signal.throwIfAborted();
    }
    throw error;
  }

  async function addSeries({ id: stream, series }: PlannedStream): Promise<void> {
    const all = series.map((one): SeriesDocument => {
      const { id: name, digest, asset, metric } = one;
      return { _id: new Binary(idOf(stream, one)), scenario, stream, name, digest, asset, metric };
    });
    for (let i = 0; i < all.length; i += 10_000) {
      await persist(() => ledger.series.insertMany(all.slice(i, i + 10_000), { ordered: false }).catch(ignoreThere));
    }
  }

  return {
    async begin({ stream, series, range }, columns) {
      const adding = named.get(stream.id) ?? addSeries(stream);
      named.set(stream.id, adding);
      await adding;
      const hashes = Buffer.concat(series.map((one) => idOf(stream.id, one)));
      const id = new Binary(ledgerId(scenario, stream.id, range.from, range.to, hashes.toString('hex')));
      const about = {
        scenario,
        stream: stream.id,
        kind: stream.kind,
        table: stream.table.name,
        state: 'writing',
        token,
        seed,
        engine,
        from: new Date(range.from),
        to: new Date(range.to),
        series: new Binary(hashes),
        columns,
        records: 0,
        fingerprint: '0'.repeat(16),
        written_at: null,
      } as const;
      let again = false;
      await persist(async () => {
        const one = { _id: id, token: { $lte: token } };
        const { upsertedCount } = await ledger.groups.updateOne(one, { $set: about }, { upsert: true }).catch(taken);
        // Also where the answer to a first attempt was lost: looking is never wrong.
        again = upsertedCount === 0;
      });
      return { id, again };
    },
    async noteKeys({ id }, ids) {
      // Once more after a lost answer does no harm: it is a set of keys.
      await persist(() => ledger.keys.insertOne({ group: id, scenario, ids: new Binary(ids) }));
    },
    async finish({ id }, { records, fingerprint, rejected }) {
      const end = { state: rejected === 0 ? 'done' : 'rejected', records: records - rejected, fingerprint } as const;
      const { matchedCount } = await persist(() =>
        ledger.groups.updateOne({ _id: id, token }, [{ $set: { ...end, written_at: '$$NOW' } }]),
      );
      return matchedCount === 1;
    },
  };
}

/** Told by different codes on different servers. */
export function isDuplicate(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: string };
  return code === 11_000 || /duplicate key/i.test(message ?? '');
}

/** Series that another group has named already. */
function ignoreThere(error: unknown): void {
  const errors = (error as { writeErrors?: unknown }).writeErrors;
  const all = (Array.isArray(errors) ? errors : [errors ?? error]) as readonly { code?: unknown }[];
  if (!all.every(({ code }) => code === 11_000)) throw error;
}
