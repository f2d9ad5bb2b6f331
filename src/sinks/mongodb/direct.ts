/**
 * Connections that hand a ready-made section to the socket as it is. The driver copies it twice on the way, into memory
 * of its own each time; that much garbage outside of its heap sets V8 collecting for longer than all else takes.
 *
 * The class is internal to the driver: one that lacks it, or has another, copies as ever.
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { type MongoClientOptions, MongoNetworkError } from 'mongodb';
import { apart } from './sequence.ts';

/** A request, as the driver hands it on to its connection. */
interface Request {
  readonly command?: { readonly [argument: string]: unknown };
  toBin(): readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
}

interface WriteOptions {
  readonly agreedCompressor?: string;
  readonly timeoutContext?: { csotEnabled(): boolean };
  readonly signal?: AbortSignal;
}

interface DriverConnection {
  readonly socket: Socket;
  readonly error: Error | null;
  destroy(): void;
  writeCommand(request: Request, options: WriteOptions): Promise<void>;
}

type ConnectionClass = new (...args: readonly unknown[]) => DriverConnection;

/** Options that make a client's connections such ones; none where the driver has no class for it. */
export function directOptions(load: () => unknown = loadInternal): MongoClientOptions {
  const Base = connectionClass(load);
  if (Base === null) return {};
  class Direct extends Base {
    override async writeCommand(request: Request, options: WriteOptions): Promise<void> {
      const plain = options.agreedCompressor === 'none' && options.timeoutContext?.csotEnabled() !== true;
      const parts = plain ? apart(request.command ?? {}, () => request.toBin()) : null;
      if (parts === null) return super.writeCommand(request, options);
      const { section, rest } = parts;
      const head = Buffer.concat(await rest);
      head.writeInt32LE(head.length + section.length);
      this.socket.write(head);
      try {
        await written(this.socket, section, options.signal);
      } catch (cause) {
        // Half of a message is out: nothing else can follow it here.
        const error = this.error ?? new MongoNetworkError('a message was not sent whole', { cause: cause as Error });
        this.destroy();
        throw options.signal?.aborted === true ? options.signal.reason : error;
      }
    }
  }
  return { connectionType: Direct } as MongoClientOptions;
}

/** Settles once the socket has let go of the bytes, and when it is destroyed. */
async function written(socket: Socket, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  let abort = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      abort = () => {
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
      socket.write(bytes, (error) => {
        if (error == null) resolve();
        else reject(error);
      });
    });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function connectionClass(load: () => unknown): ConnectionClass | null {
  try {
    const { Connection } = load() as { readonly Connection?: ConnectionClass & { readonly prototype: object } };
    return Connection !== undefined && 'writeCommand' in Connection.prototype ? Connection : null;
  } catch {
    return null;
  }
}

function loadInternal(): unknown {
  return createRequire(import.meta.url)('mongodb/lib/cmap/connection.js');
}
