import { expect } from 'chai';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { startProxy, type Proxy } from './proxy.ts';

describe('a proxy in front of a server', () => {
  let echo: Server;
  let proxy: Proxy;
  let received = 0;
  const clients: Socket[] = [];

  beforeEach(async () => {
    received = 0;
    echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        received += chunk.length;
        socket.write(chunk);
      });
    }).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await startProxy((echo.address() as AddressInfo).port);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy.close();
    echo.close();
  });

  /** A connection through the proxy that keeps what comes back, and how it ended. */
  async function open() {
    const socket = connect(proxy.port, '127.0.0.1');
    clients.push(socket);
    const seen = { socket, text: '', error: '' };
    socket.setEncoding('latin1').on('data', (text: string) => (seen.text += text));
    socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code ?? ''));
    await once(socket, 'connect');
    return seen;
  }

  // `once` would reject with the error that comes before.
  const closed = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve));

  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
  };

  /** Long enough for bytes that nothing holds back. */
  const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

  it('hands on both ways, in order, whatever the size', async () => {
    const seen = await open();
    const text = Array.from({ length: 200_000 }, (_, i) => String(i % 10)).join('');
    seen.socket.write(text);
    await until(() => seen.text.length === text.length);
    expect(seen.text === text).to.equal(true);
    expect(proxy.connections()).to.equal(1);
  });

  it('holds everything back as a black hole, without a word, and hands it on once it is healed', async () => {
    const seen = await open();
    seen.socket.write('a');
    await until(() => seen.text === 'a');
    proxy.blackhole();
    seen.socket.write('b');
    const later = await open();
    later.socket.write('c');
    await aWhile();
    expect([seen.text, later.text, seen.error, later.error, received]).to.deep.equal(['a', '', '', '', 1]);
    proxy.heal();
    await until(() => seen.text === 'ab' && later.text === 'c');
  });

  it('loses answers alone', async () => {
    const seen = await open();
    proxy.blackhole('down');
    seen.socket.write('asked');
    await until(() => received === 5);
    await aWhile();
    expect(seen.text).to.equal('');
  });

  it('cuts what is open, takes what is new, and refuses that too where it is told to', async () => {
    const seen = await open();
    proxy.cut();
    await closed(seen.socket);
    expect(seen.error).to.equal('ECONNRESET');
    const next = await open();
    next.socket.write('a');
    await until(() => next.text === 'a');
    proxy.cut({ refuse: true });
    await closed(next.socket);
    const last = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await closed(last);
    expect(last.bytesRead).to.equal(0);
    const reached = proxy.connections();
    proxy.heal();
    const healed = await open();
    healed.socket.write('a');
    await until(() => healed.text === 'a');
    expect(proxy.connections()).to.equal(reached + 1);
  });

  it('lets so many bytes a second pass, and none before its time', async () => {
    const seen = await open();
    proxy.throttle(40_000, 'down');
    const started = performance.now();
    seen.socket.write('x'.repeat(20_000));
    await until(() => seen.text.length === 20_000);
    // A slow machine only takes longer.
    expect(performance.now() - started).to.be.greaterThan(400);
  });

  it('delays', async () => {
    const seen = await open();
    proxy.delay(150, 'up');
    const started = performance.now();
    seen.socket.write('a');
    await until(() => seen.text === 'a');
    expect(performance.now() - started).to.be.greaterThan(140);
  });

  it('acts when certain bytes pass: a reply is lost after what was asked has arrived', async () => {
    const seen = await open();
    proxy.when('up', 'COMMIT', () => proxy.blackhole('down'));
    seen.socket.write('BEGIN');
    await until(() => seen.text === 'BEGIN');
    seen.socket.write('COMMIT');
    await until(() => received === 11);
    await aWhile();
    expect(seen.text).to.equal('BEGIN');
    proxy.cut();
    await closed(seen.socket);
    expect(seen.error).to.equal('ECONNRESET');
  });

  it('acts when so many bytes have passed, on whichever connection', async () => {
    let acted = 0;
    const [one, other] = [await open(), await open()];
    proxy.when('up', 15, () => acted++);
    one.socket.write('x'.repeat(10));
    await until(() => one.text.length === 10);
    expect([acted, proxy.passed('up')]).to.deep.equal([0, 10]);
    other.socket.write('x'.repeat(10));
    await until(() => other.text.length === 10);
    expect([acted, proxy.passed('up')]).to.deep.equal([1, 20]);
  });
});
