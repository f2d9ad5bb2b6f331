import { expect } from 'chai';
import { SeedctlError } from '../../src/model/errors.ts';

/** What an attempt fails with: an error that a user can act on. */
export async function failureOf(attempt: Promise<unknown>): Promise<SeedctlError> {
  const error: unknown = await attempt.then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).to.be.instanceOf(SeedctlError);
  return error as SeedctlError;
}
