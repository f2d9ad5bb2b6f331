/**
 * Ready-made sections for the driver: its commands take a `DocumentSequence`, and ours returns bytes that are complete.
 * The class is internal to the driver, so whether it does what is needed here is asked, not read off a version number.
 */
import { createRequire } from 'node:module';
import { BSON, type Db, MongoServerError } from 'mongodb';

/** The argument of a command whose documents are bytes already. */
export type Sequence = (section: Buffer) => unknown;

const READY = Symbol('ready');

interface Ready {
  [READY]: Uint8Array;
}

/** The ready-made section of a command, and what `build` makes of the command without it; null: it has none. */
export function apart<T>(
  command: { readonly [argument: string]: unknown },
  build: () => T,
): { readonly section: Uint8Array; readonly rest: T } | null {
  const ready = Object.values(command).find(
    (value): value is Ready => typeof value === 'object' && value !== null && READY in value,
  );
  if (ready === undefined) return null;
  const section = ready[READY];
  ready[READY] = new Uint8Array(0);
  try {
    return { section, rest: build() };
  } finally {
    // The driver may send the same command again.
    ready[READY] = section;
  }
}

interface Internal {
  readonly DocumentSequence?: (new (field: string) => { toBin(): Uint8Array }) & { prototype: { toBin?: unknown } };
}

/** Codes that say that the command was not understood: a missing or an unknown argument, a bad value or type. */
const MISUNDERSTOOD = new Set([2, 9, 14, 40_414, 40_415, 59]);

/** Null where this driver, or what is at the other end, does not take it. */
export async function probeSequence(database: Db, load: () => unknown = loadInternal): Promise<Sequence | null> {
  const sequence = sequenceOf(load);
  if (sequence === null) return null;
  try {
    // Deletes nothing; whoever did not see the section would miss the argument.
    const answer = await database.command({ delete: 'seedctl_leases', deletes: sequence(deleteNothing()) });
    return answer['ok'] === 1 && answer['n'] === 0 ? sequence : null;
  } catch (error) {
    const code = error instanceof MongoServerError ? Number(error.code) : null;
    // A driver that passed our object on as a document throws something of its own.
    if (code === null && (error as Error).name.startsWith('Mongo')) throw error;
    if (code !== null && !MISUNDERSTOOD.has(code)) throw error;
    return null;
  }
}

function loadInternal(): unknown {
  return createRequire(import.meta.url)('mongodb/lib/cmap/commands.js');
}

function sequenceOf(load: () => unknown): Sequence | null {
  let internal: Internal;
  try {
    internal = load() as Internal;
  } catch {
    return null;
  }
  const Base = internal.DocumentSequence;
  if (typeof Base !== 'function' || typeof Base.prototype.toBin !== 'function') return null;
  class ReadySequence extends Base implements Ready {
    [READY]: Uint8Array;

    constructor(section: Buffer) {
      super('documents');
      this[READY] = section;
    }

    override toBin(): Uint8Array {
      return this[READY];
    }
  }
  return (section) => new ReadySequence(section);
}

/** A section of one statement, of a record that no one has. */
function deleteNothing(): Buffer {
  const statement = BSON.serialize({ q: { _id: 'of nobody' }, limit: 1 });
  const head = Buffer.from('\u0001\0\0\0\0deletes\0', 'latin1');
  const section = Buffer.concat([head, statement]);
  section.writeInt32LE(section.length - 1, 1);
  return section;
}
