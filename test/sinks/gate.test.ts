import { expect } from 'chai';
import { Gate } from '../../src/sinks/gate.ts';

describe('a gate', () => {
  /** Works that end when they are told to, and which of them have begun. */
  function works(gate: Gate, count: number) {
    const begun: number[] = [];
    const end: ((error?: Error) => void)[] = [];
    const all = Array.from({ length: count }, (_, i) =>
      gate.through(
        () =>
          new Promise<number>((resolve, reject) => {
            begun.push(i);
            end[i] = (error) => {
              if (error === undefined) resolve(i);
              else reject(error);
            };
          }),
      ),
    );
    return { begun, end, all };
  }

  it('lets as many in as it has places, and the next one whenever one leaves, in their order', async () => {
    const { begun, end, all } = works(new Gate(2), 5);
    expect(begun).to.deep.equal([0, 1]);
    end[1]!();
    await all[1];
    end[0]!();
    await all[0];
    await Promise.resolve();
    expect(begun).to.deep.equal([0, 1, 2, 3]);
    end[3]!();
    await all[3];
    await Promise.resolve();
    for (const i of [2, 4]) end[i]!();
    expect(await Promise.all(all)).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it('takes the place of one that fails back', async () => {
    const gate = new Gate(1);
    const { end, all } = works(gate, 2);
    end[0]!(new Error('full'));
    const failure: unknown = await all[0]!.catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    await Promise.resolve();
    end[1]!();
    await all[1];
    expect(await gate.through(() => Promise.resolve('in'))).to.equal('in');
  });
});
