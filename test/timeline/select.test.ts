import { expect } from 'chai';
import fc from 'fast-check';
import type { Asset } from '../../src/model/plan.ts';
import type { Selection } from '../../src/model/scenario.ts';
import { matches, selects } from '../../src/timeline/select.ts';

const asset = (id: string, type: string, parent: string | null, tags: Asset['tags'] = {}): Asset => ({
  id,
  type,
  parent,
  tags,
  zone: 'UTC',
  patterns: [],
  fields: {},
  data: {},
  traits: {},
  from: null,
  to: null,
  dependsOn: [],
});

const ASSETS = [
  asset('host-1', 'host', null, { site: 'rome' }),
  asset('host-2', 'host', null, { site: 'milan' }),
  asset('vm-1', 'vm', 'host-1', { site: 'rome', tier: 'gold' }),
  asset('vm-2', 'vm', 'host-2', { tier: 'gold' }),
  asset('svc-1', 'service', 'vm-1'),
];

function found(selection: Partial<Selection> | null): string[] {
  const whole = selection && { ids: null, types: null, tags: null, parents: null, within: null, ...selection };
  const find = (id: string) => ASSETS.find((one) => one.id === id);
  return ASSETS.filter((one) => selects(whole, one, find)).map(({ id }) => id);
}

describe('selections', () => {
  it('38: absent is all; list values OR', () => {
    expect(found(null).length).to.equal(5);
    expect(found({}).length).to.equal(5);
    expect(found({ types: ['host', 'service'] })).to.deep.equal(['host-1', 'host-2', 'svc-1']);
    expect(found({ tags: { site: ['rome', 'milan'] } })).to.deep.equal(['host-1', 'host-2', 'vm-1']);
  });

  it('38: keys AND', () => {
    expect(found({ types: ['vm'], tags: { site: ['rome'] } })).to.deep.equal(['vm-1']);
    expect(found({ tags: { site: ['rome'], tier: ['gold'] } })).to.deep.equal(['vm-1']);
    expect(found({ types: ['host'], within: ['host-1'] })).to.deep.equal(['host-1']);
  });

  it('38: ids take *', () => {
    expect(found({ ids: ['*-1'] })).to.deep.equal(['host-1', 'vm-1', 'svc-1']);
    expect(found({ ids: ['vm-*', 'svc-1'] })).to.deep.equal(['vm-1', 'vm-2', 'svc-1']);
    expect(found({ ids: ['v*1'] })).to.deep.equal(['vm-1']);
  });

  it('38: parent is direct children, within the whole subtree with its root', () => {
    expect(found({ parents: ['host-1'] })).to.deep.equal(['vm-1']);
    expect(found({ within: ['host-1'] })).to.deep.equal(['host-1', 'vm-1', 'svc-1']);
  });

  it('38: * stands for any text, as a regular expression would read it', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, letters, (written, id) => {
        const expression = new RegExp(
          `^${written
            .split('*')
            .map((part) => part.replaceAll('.', '\\.'))
            .join('.*')}$`,
        );
        expect(matches(written, id)).to.equal(expression.test(id));
      }),
      { numRuns: 1000 },
    );
  });
});
