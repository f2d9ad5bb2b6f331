import type { Values } from '../../model/field.ts';
import type { AssetDefinition } from '../../model/scenario.ts';
import type { assetFields } from '../grammar/asset.ts';
import type { At } from './at.ts';
import { broken } from './text.ts';

/** One asset, or the template of a fleet. */
export function assetOf(written: Values<typeof assetFields>, at: At): AssetDefinition {
  const { id, expand, parent, pattern, timezone, depends_on: dependsOn, type, fields, tags, data, traits } = written;
  if (id === null && expand === null)
    broken(at, 'missing-key', 'An asset needs an `id`', 'A fleet has its own: `expand: {count: 5, id: "vm-{n}"}`');
  if (id !== null && expand !== null)
    broken(at.below('id'), 'two-ids', 'A fleet has its ids from `expand`', 'Remove this `id`');
  const over = expand?.over ?? null;
  if (parent !== null && over !== null) {
    broken(
      at.below('parent'),
      'two-parents',
      'A fleet with `over` stands on the assets that it is expanded over',
      'Remove this `parent`',
    );
  }
  const alone = parent === null && over === null;
  const orphan = alone ? (dependsOn?.all.indexOf('$parent') ?? -1) : -1;
  if (orphan >= 0)
    broken(
      at.below('depends_on', 'all', orphan),
      'no-parent',
      'This asset has no parent',
      'Write the id of an asset, or give it a `parent`',
    );
  return {
    id: id ?? expand!.id,
    type,
    parent,
    expand: expand === null ? null : { count: expand.count, over, from: expand.from },
    patterns: pattern,
    zone: timezone,
    fields,
    tags,
    data,
    traits,
    from: written.from,
    to: written.to,
    dependsOn,
  };
}
