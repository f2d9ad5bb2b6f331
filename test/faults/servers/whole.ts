import { expect } from 'chai';
import type { Farm } from './farm.ts';
import type { Kind, Subject } from './subject.ts';

/** What a run leaves that nothing disturbs; made once for a block of tests, when it is first asked for. */
export function useWhole(kind: Kind, subject: () => Subject, farm: Farm): () => Promise<string> {
  let whole: string | undefined;
  return async () => {
    if (whole !== undefined) return whole;
    const uri = await subject().database();
    const ended = await farm.run(uri, kind.days);
    expect(ended.code, ended.stderr).to.equal(0);
    whole = await kind.held(uri);
    expect(whole.match(/none/g) ?? []).to.deep.equal([]);
    return whole;
  };
}
