import { expect } from 'chai';
import { Words } from '../../src/sources/words.ts';

describe('Words of a column', () => {
  it('keep the bytes of a text, and not the chunk that they were read in', () => {
    const words = new Words();
    const chunk = Buffer.concat([Buffer.from('{"user":"ada"}'), Buffer.alloc(100_000)]);
    const kept = words.bytesOf(words.ofBytes(chunk, 9, 12, 7));
    expect(Buffer.from(kept).toString()).to.equal('ada');
    expect(kept.buffer.byteLength).to.be.below(chunk.length);
  });
});
