/** Digests: 128 bits over canonical JSON, portable and quick; not for secrets. */
import { canonical } from '../model/canonical.ts';
import { derive, rootKey } from '../random/key.ts';

const [LEFT, RIGHT] = [rootKey(0x6c), rootKey(0x72)];

/** 32 hex digits. */
export function digestOf(value: unknown): string {
  const text = canonical(value);
  const [left, right] = [derive(LEFT, text), derive(RIGHT, text)];
  return [left.a, left.b, right.a, right.b].map((lane) => lane.toString(16).padStart(8, '0')).join('');
}
