import { expect } from 'chai';
import fc from 'fast-check';
import { referenceOf, templateParts } from '../../../src/language/read/reference.ts';

describe('references', () => {
  it('knows a text that is one reference', () => {
    expect(referenceOf('$parent.data.lat')).to.equal('parent.data.lat');
    for (const text of ['$', '$5', '$a ', '$a$b', '$$a', '${a}', 'a', '$a.'])
      expect(referenceOf(text), text).to.equal(null);
  });

  it('takes texts apart', () => {
    const name = (text: string) => ({ kind: 'name', name: text });
    const plain = (text: string) => ({ kind: 'text', text });
    expect(templateParts('$asset-$key')).to.deep.equal([name('asset'), plain('-'), name('key')]);
    expect(templateParts('v-$key.')).to.deep.equal([plain('v-'), name('key'), plain('.')]);
    expect(templateParts('$$5 and $$name cost $5')).to.deep.equal([plain('$5 and $name cost $5')]);
    expect(templateParts('')).to.deep.equal([plain('')]);
  });

  it('keeps a text whose dollars are doubled', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(templateParts(text.replaceAll('$', '$$$$'))).to.deep.equal([{ kind: 'text', text }]);
      }),
    );
  });
});
