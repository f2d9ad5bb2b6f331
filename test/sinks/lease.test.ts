import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeedctlError } from '../../src/model/errors.ts';
import { currentHolder, type Holder } from '../../src/sinks/holder.ts';
import { Lease, type LeaseStore } from '../../src/sinks/lease.ts';

const elsewhere: Holder = { pid: 1, host: 'elsewhere', boot: null, started: null, since: 0 };
const gone: Holder = { ...currentHolder(), started: 'another process had this number' };

/** A store whose clock is moved by hand. */
function storeAt(clock: { now: number }) {
  let held: { holder: Holder | null; token: number; ends: number; renewed: number } | null = null;
  const store: LeaseStore = {
    take(holder, ttl, over) {
      if (held?.holder && held.ends > clock.now && held.token !== over) {
        return Promise.resolve({ holder: held.holder, heldToken: held.token, silent: clock.now - held.renewed });
      }
      held = { holder, token: (held?.token ?? 0) + 1, ends: clock.now + ttl, renewed: clock.now };
      return Promise.resolve({ token: held.token });
    },
    renew(token, ttl) {
      if (held?.token !== token) return Promise.resolve(false);
      held.ends = clock.now + ttl;
      return Promise.resolve(true);
    },
    release(token) {
      if (held?.token === token) held.holder = null;
      return Promise.resolve();
    },
  };
  return store;
}

async function refusal(of: Promise<unknown>): Promise<SeedctlError> {
  try {
    await of;
  } catch (error) {
    expect(error).to.be.instanceOf(SeedctlError);
    return error as SeedctlError;
  }
  throw new Error('nothing was refused');
}

describe('a lease', () => {
  const never = { beat: 3_600_000, ttl: 7_200_000 };

  it('is held by one at a time, and the other learns by whom and since when', async () => {
    const store = storeAt({ now: 0 });
    const lease = await Lease.take(store, 'here', never);
    const refused = await refusal(Lease.take(store, 'here', never));
    expect(refused).to.include({ exit: 5, code: 'locked', place: 'here' });
    expect(refused.message).to.contain(
      `process ${process.pid} on ${currentHolder().host} has been writing here since `,
    );
    await lease.release();
    const next = await Lease.take(store, 'here', never);
    expect(next.token).to.be.greaterThan(lease.token);
    await next.release();
  });

  it('of a process of this machine that is gone is taken over at once, of another machine when it ends', async () => {
    const clock = { now: 0 };
    const store = storeAt(clock);
    await store.take(gone, never.ttl, null);
    const lease = await Lease.take(store, 'here', never);
    await lease.release();
    await store.take(elsewhere, 1000, null);
    expect((await refusal(Lease.take(store, 'here', never))).message).to.contain('process 1 on elsewhere');
    clock.now = 1000;
    await (await Lease.take(store, 'here', never)).release();
  });

  it('that ended while its owner slept is the next one’s, and the owner stops', async () => {
    const clock = { now: 0 };
    const store = storeAt(clock);
    const slept = await Lease.take(store, 'here', { beat: 3_600_000, ttl: 1 });
    clock.now = 1;
    await store.take(elsewhere, never.ttl, null);
    await sleep(5);
    expect(await refusal(slept.assertHeld())).to.include({ exit: 5, code: 'lock-lost' });
    expect(slept.signal.aborted).to.equal(true);
    await slept.release();
    expect((await refusal(Lease.take(store, 'here', never))).message).to.contain('elsewhere');
  });

  it('that ended while nobody else came is its owner’s again', async () => {
    const clock = { now: 0 };
    const store = storeAt(clock);
    const slept = await Lease.take(store, 'here', { beat: 3_600_000, ttl: 1 });
    clock.now = 5;
    await sleep(5);
    await slept.assertHeld();
    await refusal(Lease.take(store, 'here', never));
    await slept.release();
  });

  it('tells a write in progress that it is lost', async () => {
    const clock = { now: 0 };
    const store = storeAt(clock);
    const lease = await Lease.take(store, 'here', { beat: 1, ttl: 2 });
    const told = new Promise((resolve) => lease.signal.addEventListener('abort', resolve, { once: true }));
    await store.take(elsewhere, never.ttl, lease.token);
    const alive = setTimeout(() => undefined, 60_000);
    await told;
    clearTimeout(alive);
    expect(lease.signal.reason).to.include({ exit: 5 });
    await lease.release();
  });
});
