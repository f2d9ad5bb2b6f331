/** A certificate authority of the tests' own, and a certificate of it for servers at 127.0.0.1 and `localhost`. */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { command } from './command.ts';
import { inside, owner } from './debian.ts';

/** Leaves `ca.crt`, `server.crt` and `server.key`. */
export async function makeCertificates(root: string, folder: string): Promise<void> {
  mkdirSync(folder);
  await command('chown', [`${owner.uid}:${owner.gid}`, folder]);
  const path = (name: string): string => `/${relative(root, join(folder, name))}`;
  const openssl = (...args: readonly string[]): Promise<string> =>
    command(...inside(root, ['/usr/bin/openssl', ...args]));
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '36500'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.crt'),
    '-subj',
    '/CN=seedctl tests',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign',
  );
  await openssl(
    'req',
    '-x509',
    ...key,
    '-CA',
    path('ca.crt'),
    '-CAkey',
    path('ca.key'),
    '-keyout',
    path('server.key'),
    '-out',
    path('server.crt'),
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-addext',
    'basicConstraints=critical,CA:FALSE',
  );
}
