/** A TCP proxy in front of a server: it loses, slows and cuts what passes, as networks do. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** To the server, or back from it. */
export type Way = 'up' | 'down';

export interface Proxy {
  readonly port: number;
  /** How many connections were made so far. */
  connections(): number;
  /** The same address through the proxy. */
  through(uri: string): string;
  /** From now on nothing arrives any more, and nothing says so: connections stay, and new ones are silent. */
  blackhole(way?: Way): void;
  /** Limits what passes, on each connection, to so many bytes a second. */
  throttle(bytesPerSecond: number, way?: Way): void;
  /** Every piece of bytes is handed on so many milliseconds later, one after the other. */
  delay(milliseconds: number, way?: Way): void;
  /** Resets every connection. New ones are taken; with `refuse` they are reset, too. */
  cut(options?: { readonly refuse: boolean }): void;
  /** Lets everything pass again; what a blackhole held arrives now. */
  heal(): void;
  /**
   * Calls once, when this text passes, or so many bytes have passed since the proxy was made: before the piece that
   * they are in is handed on, which waits for what it gives.
   */
  when(way: Way, what: string | number, act: () => unknown): void;
  /** Bytes so far, of all connections. */
  passed(way: Way): number;
  close(): Promise<void>;
}

interface Road {
  /** Settles when bytes may pass. */
  open: Promise<void>;
  free: () => void;
  bytesPerSecond: number;
  milliseconds: number;
  passed: number;
  watches: { readonly what: Buffer | number; readonly act: () => unknown }[];
}

const newRoad = (): Road => ({
  open: Promise.resolve(),
  free: () => undefined,
  bytesPerSecond: Infinity,
  milliseconds: 0,
  passed: 0,
  watches: [],
});

/** A proxy on a free port of the loopback interface, or of another address of this machine, in front of a port of it. */
export async function startProxy(target: number, host = '127.0.0.1'): Promise<Proxy> {
  const roads: { readonly [way in Way]: Road } = { up: newRoad(), down: newRoad() };
  const both = (way: Way | undefined): Road[] => (way === undefined ? [roads.up, roads.down] : [roads[way]]);
  const sockets = new Set<Socket>();
  let [made, refuse] = [0, false];
  const server = createServer((client) => {
    made++;
    if (refuse) return void client.resetAndDestroy();
    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream];
    for (const socket of pair) {
      sockets.add(socket);
      socket.setNoDelay().on('error', () => undefined);
      socket.on('close', () => {
        for (const other of pair) {
          sockets.delete(other);
          other.destroy();
        }
      });
    }
    carry(client, upstream, roads.up);
    carry(upstream, client, roads.down);
  }).listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = (options = { refuse: false }): void => {
    refuse = options.refuse;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port,
    connections: () => made,
    through: (uri) => uri.replace(`127.0.0.1:${target}`, `${host}:${port}`),
    blackhole(way) {
      for (const road of both(way)) {
        road.free();
        road.open = new Promise((resolve) => (road.free = resolve));
      }
    },
    throttle(bytesPerSecond, way) {
      for (const road of both(way)) road.bytesPerSecond = bytesPerSecond;
    },
    delay(milliseconds, way) {
      for (const road of both(way)) road.milliseconds = milliseconds;
    },
    cut,
    heal() {
      refuse = false;
      for (const road of both(undefined)) {
        road.free();
        Object.assign(road, { ...newRoad(), watches: road.watches, passed: road.passed });
      }
    },
    when: (way, what, act) =>
      roads[way].watches.push({ what: typeof what === 'string' ? Buffer.from(what) : what, act }),
    passed: (way) => roads[way].passed,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Hands on what arrives, in order, by the rules that hold when it does. */
function carry(from: Socket, to: Socket, road: Road): void {
  let tail: Promise<void> = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    // One piece at a time: what is held back fills the buffers of the sender, as it would on a network.
    from.pause();
    tail = tail.then(() => hand(chunk, to, road)).then(() => void from.resume());
  });
  from.on('end', () => {
    tail = tail.then(() => void to.end());
  });
}

async function hand(chunk: Buffer, to: Socket, road: Road): Promise<void> {
  road.passed += chunk.length;
  const come = ({ what }: Road['watches'][number]): boolean =>
    typeof what === 'number' ? road.passed >= what : chunk.includes(what);
  for (const watch of road.watches.filter(come)) {
    road.watches = road.watches.filter((other) => other !== watch);
    await watch.act();
  }
  if (road.milliseconds > 0) await sleep(road.milliseconds);
  for (let at = 0; at < chunk.length;) {
    await road.open;
    const size = Math.max(1, Math.min(chunk.length - at, Math.ceil(road.bytesPerSecond / 20)));
    const slice = chunk.subarray(at, (at += size));
    if (to.destroyed) return;
    if (!to.write(slice)) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
    if (road.bytesPerSecond < Infinity) await sleep((size * 1000) / road.bytesPerSecond);
  }
}
