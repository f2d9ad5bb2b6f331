import { expect } from 'chai';
import fc from 'fast-check';
import { unpack } from '../../../src/report/html/client/unpack.ts';
import { html, json } from '../../../src/report/html/html.ts';
import { pack } from '../../../src/report/html/pack.ts';

describe('columns on a page', () => {
  it('come out as they went in', () => {
    const numbers = fc.array(fc.oneof(fc.double(), fc.integer(), fc.constant(NaN)));
    fc.assert(
      fc.property(numbers, fc.option(fc.integer({ min: 0, max: 6 })), (all, digits) => {
        // -0 is written as 0: nobody sees the difference.
        expect([...unpack(pack(all, { digits }))].map((x) => x + 0)).to.deep.equal(all.map((x) => x + 0));
      }),
    );
  });

  it('take a byte or two where these say everything', () => {
    const decimals = Array.from({ length: 1000 }, (_, i) => Number((i / 10).toFixed(1)));
    expect(pack(decimals, { digits: 1 }).type).to.equal('u16');
    expect([...unpack(pack(decimals, { digits: 1 }))]).to.deep.equal(decimals);
    const times = Array.from({ length: 200 }, (_, i) => Date.UTC(2025, 0, 1) + i * 600_000);
    expect(pack(times, { digits: 0, scale: 600_000 }).type).to.equal('u8');
    expect([...unpack(pack(times, { digits: 0, scale: 600_000 }))]).to.deep.equal(times);
    expect(pack([0.1 + 0.2], { digits: 1 }).type).to.equal('f64');
  });

  it('and texts end no element', () => {
    expect(html`<p title="${'"'}">${'<script>'}${null}${[1, 2]}</p>`.text).to.equal(
      '<p title="&quot;">&lt;script&gt;12</p>',
    );
    expect(json({ text: '</script>' }).text).to.equal('{"text":"\\u003c/script>"}');
  });
});
