/** The bytes of a file, unpacked, as they come. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { pipeline, type Readable } from 'node:stream';
import { unreadable } from './faults.ts';

const CHUNK = 256 * 1024;

/** What the file holds behind its compression: `a.json.gz` is `a.json`. */
export const unpackedName = (path: string): string => path.replace(/\.(?:gz|zst)$/i, '');

/**
 * Each chunk is valid until the next one is asked for: those of plain files lie in one buffer, since memory outside of
 * V8's heap, piled up at the speed of the disk, makes it collect all the time.
 *
 * @param told how many bytes of the file were read so far, packed as they are
 * @throws SeedctlError (exit 3) where it is cut or damaged
 */
export async function* bytesOf(path: string, told?: (bytes: number) => void): AsyncGenerator<Buffer> {
  let read = 0;
  const tell = (bytes: number) => {
    read = bytes;
    told?.(bytes);
  };
  try {
    yield* isPacked(path) ? unpacked(path, tell) : plain(path, tell);
  } catch (error) {
    if (error instanceof Error && error.name === 'SeedctlError') throw error;
    throw unreadable(
      'unreadable-file',
      path,
      `${path} cannot be read behind byte ${read}: ${(error as Error).message}`,
      'copy or pack the file again, and run the same command again',
      error,
    );
  }
}

const isPacked = (path: string): boolean => unpackedName(path) !== path;

async function* plain(path: string, told: (bytes: number) => void): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  const file = await open(path);
  try {
    for (let read = 0; ;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, null);
      if (bytesRead === 0) return;
      told((read += bytesRead));
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* unpacked(path: string, told: (bytes: number) => void): AsyncGenerator<Buffer> {
  const raw = createReadStream(path, { highWaterMark: CHUNK });
  try {
    for await (const chunk of /\.zst$/i.test(path) ? unzstd(raw) : gunzipped(raw)) {
      told(raw.bytesRead);
      yield chunk as Buffer;
    }
  } finally {
    // What was read is told to be so also where unpacking it fails.
    told(raw.bytesRead);
    raw.destroy();
  }
}

function gunzipped(raw: Readable): AsyncIterable<unknown> {
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
