/** URLs that carry a password: told apart, and never repeated. */
import { Exit, SeedctlError } from '../model/errors.ts';

/** A user or password in a URL. */
export const hasSecret = (to: string): boolean => /:\/\/[^/]*@|password=/i.test(to);

/**
 * A password that is not encoded may end the part of a URL that is kept secret, and what follows would be taken for a
 * host, a database or a name, and be shown.
 *
 * @param where it was given: `--to`, the place in a scenario
 * @throws SeedctlError (exit 2), without the URL
 */
export function refuseOpenSecret(url: string, where: string): void {
  const [, rest] = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(url) ?? [];
  if (rest === undefined) return;
  const [, authority = '', path = '', query = ''] = /^([^/?#]*)([^?]*)(.*)$/s.exec(rest)!;
  const stray = path + query.replaceAll(/(?:user|password)=[^&]*/gi, '');
  if (authority.split('@').length <= 2 && !stray.includes('@')) return;
  throw new SeedctlError({
    code: 'open-secret',
    exit: Exit.usage,
    message: 'the URL has an @ behind the user and password, so that it cannot be told where these end',
    place: where,
    safe: 'nothing was connected to',
    next: 'write characters such as @ : / ? # of a password as %40 %3A %2F %3F %23, or give it by a variable',
  });
}
