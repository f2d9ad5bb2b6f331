import { expect } from 'chai';
import { expand } from '../../../src/language/rules/members.ts';
import type { AssetDefinition } from '../../../src/model/scenario.ts';
import { createAssets } from '../../../src/timeline/assets.ts';
import { normal } from '../scenario.ts';

/** The rules see the assets that the plan will have. */
describe('members', () => {
  it('are those of the plan, in its order of making', () => {
    const scenario = normal({
      assets: `[
        {expand: {over: {type: host}, count: 2, id: "{parent}-vm{n:02}"}, type: vm},
        {expand: {count: 3, id: "host-{n}", from: 7}, type: host, pattern: load},
        {id: rack, type: rack},
        {expand: {over: {type: [vm, rack]}, count: 1, id: "{parent}-{hash:5}"}, type: service}
      ]`,
    });
    const located = scenario.assets.map((value: AssetDefinition) => ({
      value,
      written: { written: null, at: null as never },
    }));
    const members = expand(located).map(({ id, parent }) => ({ id, parent }));
    const planned = createAssets(scenario, 1)
      .all()
      .map(({ id, parent }) => ({ id, parent }));
    expect(members).to.have.length(3 + 1 + 6 + 7);
    expect(members).to.have.deep.members(planned);
  });
});
