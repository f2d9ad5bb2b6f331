/** The bytes of a file, unpacked, as they come. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { pipeline, type Readable } from 'node:stream';
import { unreadable } from './faults.ts';

const CHUNK = 256 * 1024;

/** What the file holds behind its compression: `a.json.gz` is `a.json`. */
export const unpackedName = (path: string): string => path.replace(/\.(?:gz|zst)$/i, '');

/**
 * @param told how many bytes of the file were read so far, packed as they are
 * @throws SeedctlError (exit 3) where it is cut or damaged
 */
export async function* bytesOf(path: string, told?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const raw = createReadStream(path, { highWaterMark: CHUNK });
  try {
    for await (const chunk of unpacked(raw, path)) {
      told?.(raw.bytesRead);
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'SeedctlError') throw error;
    throw unreadable(
      'unreadable-file',
      path,
      `${path} cannot be read behind byte ${raw.bytesRead}: ${(error as Error).message}`,
      'copy or pack the file again, and run the same command again',
      error,
    );
  } finally {
    raw.destroy();
  }
}

function unpacked(raw: Readable, path: string): AsyncIterable<unknown> {
  if (/\.zst$/i.test(path)) return unzstd(raw);
  if (!/\.gz$/i.test(path)) return raw;
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // A failure of either end is thrown by the loop over `gunzip`.
  pipeline(raw, gunzip, () => undefined);
  return gunzip;
}

/** Node has zstd from version 22.15 on; this works on all. */
async function* unzstd(raw: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  const { Decompress } = await import('fzstd');
  let out: Buffer[] = [];
  let ended = false;
  const decompress = new Decompress((chunk, last) => {
    out.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    ended ||= last === true;
  });
  for await (const chunk of raw) {
    decompress.push(chunk as Buffer);
    const ready = out;
    out = [];
    yield* ready;
  }
  decompress.push(new Uint8Array(0), true);
  yield* out;
}
