/** The data of a new server with roles, extensions and certificates: made once, copied for each server. */
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pg from 'pg';
import { cached, cacheFolder } from './cache.ts';
import { makeCertificates } from './certificates.ts';
import { command } from './command.ts';
import { ask } from './database.ts';
import { image, inside, owner } from './debian.ts';
import { freePort } from './port.ts';
import { end, programs, runPostgres } from './postgres.ts';

/** Who the tests are: on PostgreSQL a superuser, on the MongoDB side one with all rights. Both must give the password. */
export const account = { user: 'seedctl', password: 'seedctl-test-9b1f' };

// DocumentDB's worker for what expires sleeps ten seconds on end, and a dropped database waits for it.
const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
max_worker_processes = 32
shared_buffers = 256MB
max_wal_size = 4GB
shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb,timescaledb'
cron.database_name = 'postgres'
cron.use_background_workers = on
cron.log_run = off
documentdb.enableBackgroundWorker = off
timescaledb.telemetry_level = off
ssl = on
ssl_cert_file = 'certificates/server.crt'
ssl_key_file = 'certificates/server.key'
ssl_ca_file = 'certificates/ca.crt'
`;

// The engine behind the MongoDB protocol connects to its own server without a password.
const rules = `
host all postgres 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
`;

/** The path of the data, below the folder of the packages. */
export async function template(): Promise<string> {
  const root = await image();
  const version = createHash('sha256')
    .update(readFileSync(import.meta.filename))
    .digest('hex')
    .slice(0, 12);
  return cached(join(relative(cacheFolder(), root), 'clusters', `template-${version}`), async (data) => {
    const seen = `/${relative(root, data)}`;
    await command('chown', ['-R', `${owner.uid}:${owner.gid}`, data]);
    await command(
      ...inside(root, [`${programs}/initdb`, '-D', seen, '--locale=C.UTF-8', '-U', 'postgres', '-A', 'trust']),
    );
    appendFileSync(join(data, 'postgresql.conf'), settings);
    writeFileSync(join(data, 'pg_hba.conf'), rules);
    await makeCertificates(root, join(data, 'certificates'));
    const port = await freePort();
    const server = await runPostgres(root, data, port);
    try {
      await furnish(port);
    } finally {
      await end(server, 'SIGINT');
    }
    rmSync(join(data, 'server.log'));
  });
}

/** Makes roles, and the extension that has to be in the database `postgres`. */
async function furnish(port: number): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    await client.query('create extension documentdb cascade');
    await client.query('create database timescale');
    await client.query(`create role ${account.user} superuser login password '${account.password}'`);
    // A role of PostgreSQL and a user of MongoDB are one thing there, so this one has another name.
    const roles = ['readWriteAnyDatabase', 'clusterAdmin'].map((role) => ({ role, db: 'admin' }));
    const user = { createUser: mongoUser, pwd: account.password, roles };
    await client.query('select documentdb_api.create_user($1)', [JSON.stringify(user)]);
  } finally {
    await client.end();
  }
  await ask(`postgresql://postgres@127.0.0.1:${port}/timescale`, 'create extension timescaledb');
}

export const mongoUser = 'seedctl_mongo';
