import { expect } from 'chai';
import { type Proxy, startProxy } from '../../servers/proxy.ts';
import type { Ended } from '../../support/cli.ts';
import { type Farm, useFarm } from './farm.ts';
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

/** A server, a scenario for it, and a proxy between the two that is another one for each test. */
export function useFaults(kind: Kind) {
  const subject = kind.use();
  const farm = useFarm();
  const whole = useWhole(kind, subject, farm);
  let proxy: Proxy;
  beforeEach('a proxy is in front of it', async () => {
    proxy = await startProxy(subject().port);
  });
  afterEach(() => proxy.close());

  /** The run has come to its end, and all is there. */
  async function isWhole(uri: string, ended: Ended): Promise<void> {
    expect(ended.code, ended.stderr).to.equal(0);
    expect(await kind.held(uri)).to.equal(await whole());
  }
  /** The next run does. */
  const goesOn = async (uri: string): Promise<void> => isWhole(uri, await farm.run(uri, kind.days));
  return { subject, farm, whole, proxy: () => proxy, isWhole, goesOn };
}
