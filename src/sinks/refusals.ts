/** What a target that holds something refuses: to be cleaned, or to be written to. */
import { Exit, SeedctlError } from '../model/errors.ts';

const refuse = (code: string, place: string, message: string, next: string): SeedctlError =>
  new SeedctlError({ code, exit: Exit.refused, message, place, safe: 'nothing was removed', next });

/** @param by who says so */
export const production = (by: string): SeedctlError =>
  refuse(
    'production',
    by,
    `${by} marks this database as production: it is never cleaned`,
    'write to another target; no flag overrides this',
  );

export const noLedger = (table: string): SeedctlError =>
  refuse(
    'no-ledger',
    table,
    `the table ${table} has rows and no ledger: none of them is known to be from seedctl`,
    'run without --clean to add to it, empty it yourself, or choose another target',
  );

/** @param where it is @param target what else could be written to: `path` */
export const otherLedger = (where: string, version: unknown, known: number, target: string): SeedctlError =>
  new SeedctlError({
    code: 'other-ledger',
    exit: Exit.refused,
    message: `the ledger in the ${where} is of version ${String(version)}, and this seedctl knows version ${known}`,
    safe: 'nothing was changed',
    next: `use the version of seedctl that wrote it, or another ${target}`,
  });

/** @param row its key, as text */
export const rowWithOtherValues = (table: string, row: string): SeedctlError =>
  new SeedctlError({
    code: 'row-with-other-values',
    exit: Exit.refused,
    message: `a row of ${table} that this scenario's ledger does not vouch for has one of its keys and other values: ${row}`,
    place: table,
    safe: 'it was not overwritten; every group that was finished before stays',
    next: 'remove such rows or give them other keys, or choose another target',
  });

/** @param row its key, as text */
export const unvouched = (table: string, row: string): SeedctlError =>
  refuse(
    'unvouched-row',
    table,
    `a row of ${table} that no ledger vouches for carries one of this scenario's keys: ${row}`,
    'remove such rows or give them other keys, or choose another target',
  );

export const ambiguous = (table: string, row: string): SeedctlError =>
  refuse(
    'ambiguous-row',
    table,
    `several scenarios hold the same keys in ${table}, and for ${row} it cannot be told whose row it is`,
    'choose another target for one of them',
  );

export const unknownRows = (table: string, stream: string, why: string): SeedctlError =>
  refuse(
    'unknown-rows',
    table,
    `the rows of stream ${stream} in ${table} cannot be found again: ${why}`,
    'remove them and the schema seedctl yourself (a file or database with nothing else in it, as a whole), or choose another target',
  );
