/** What a server must be before anything is asked of it. */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Transaction } from './server.ts';

/** The first in which `pg_terminate_backend` waits until a session is gone. */
const OLDEST = 14;

/** @throws SeedctlError (exit 8) where the server is too old, or takes no writes */
export async function checkWritable(transaction: Transaction, label: string): Promise<void> {
  const [server] = await transaction.rows(
    `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_version') AS version,
       current_setting('transaction_read_only') = 'on' AS read_only, pg_is_in_recovery() AS replica`,
  );
  const {
    major,
    version,
    read_only: readOnly,
    replica,
  } = server as {
    readonly [name: string]: string | number | boolean;
  };
  if ((major as number) < OLDEST) {
    throw refused(
      label,
      'old-server',
      `the server is PostgreSQL ${version}, and seedctl needs ${OLDEST} or newer`,
      'upgrade the server, or choose another one',
    );
  }
  if (replica === true) {
    throw refused(label, 'read-only-server', 'the server is a replica and takes no writes', 'connect to the primary');
  }
  if (readOnly === true) {
    throw refused(
      label,
      'read-only-server',
      'transactions are read-only here, by default_transaction_read_only',
      'turn it off for this user or database, or choose another target',
    );
  }
}

const refused = (label: string, code: string, message: string, next: string): SeedctlError =>
  new SeedctlError({ code, exit: Exit.target, message, place: label, safe: 'nothing was changed', next });
