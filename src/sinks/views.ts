/** What all targets say of their ready views. */
import { Exit, SeedctlError } from '../model/errors.ts';
import type { ViewRequest } from '../model/table.ts';

export const viewComments: { readonly [kind in ViewRequest['kind']]: string } = {
  uptime: 'Polls by asset and local day: the shares that read up, degraded and down.',
  jobs: 'Jobs by type of asset: how many there were and how many succeeded.',
};

/**
 * @param what is there under the name of the view
 * @param elsewhere what else may be chosen: `another path`
 */
export const viewTaken = (name: string, what: string, elsewhere: string): SeedctlError =>
  new SeedctlError({
    code: 'view-taken',
    exit: Exit.target,
    message: `${what} called ${name} is there already, and seedctl did not make it`,
    place: name,
    safe: 'nothing was changed',
    next: `rename or drop it, or choose ${elsewhere}`,
  });
