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

/** Who a member is. */
export interface Member {
  readonly n: number;
  readonly parent: AssetId | null;
}

/**
 * The members that a template may give this id, by reading it backwards; whether they exist is for the caller to say.
 * @param parent of all members of the template; undefined where each has its own
 */
export function* membersNamed(
  id: AssetId,
  template: string,
  parent: AssetId | null | undefined,
): Generator<Member, void, void> {
  const parts = template.split(/(\{(?:n|parent|hash)(?::\d+)?\})/);
  yield* read(0, 0, { parent });

  function* read(
    part: number,
    at: number,
    found: { n?: number; parent: AssetId | null | undefined },
  ): Generator<Member, void, void> {
    if (part === parts.length) {
      const { n, parent: whose } = found;
      if (at !== id.length || n === undefined || whose === undefined) return;
      if (memberId(template, n, whose) === id) yield { n, parent: whose };
      return;
    }
    const text = parts[part]!;
    const placeholder = part % 2 === 1;
    if (!placeholder) {
      if (id.startsWith(text, at)) yield* read(part + 1, at + text.length, found);
      return;
    }
    const name = /\w+/.exec(text)![0];
    for (let end = at + 1; end <= id.length; end++) {
      const piece = id.slice(at, end);
      if (name === 'n') {
        if (!/^\d+$/.test(piece)) break;
        yield* read(part + 1, end, { ...found, n: Number(piece) });
      } else if (name === 'parent') yield* read(part + 1, end, { ...found, parent: piece });
      else yield* read(part + 1, end, found);
    }
  }
}
