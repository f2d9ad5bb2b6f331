import type { AssetId } from '../model/units.ts';
import { derive, rootKey } from '../random/key.ts';

/** `{n}`, `{n:04}` (padded to 4, growing past it), `{parent}`, `{hash:5}` (hex digits of parent and n). */
export function memberId(template: string, n: number, parent: AssetId | null): AssetId {
  return template.replace(/\{(n|parent|hash)(?::(\d+))?\}/g, (_, name: string, width: string | undefined) => {
    if (name === 'n') return String(n).padStart(Number(width ?? 0), '0');
    if (name === 'parent') return parent ?? '';
    const { a, b } = derive(rootKey(0), template, parent ?? '', String(n));
    return (a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0')).slice(0, Number(width ?? 8));
  });
}
