import { expect } from 'chai';
import { binned, scaleOf, sparkline } from '../../src/report/sparkline.ts';

const shown = (values: readonly (number | null)[], unicode = true) => sparkline(values, scaleOf(values), unicode);

describe('sparklines', () => {
  it('go from the least to the most, with a gap where there is nothing', () => {
    expect(shown([0, 1, 2, 3, 4, 5, 6, 7])).to.equal('▁▂▃▄▅▆▇█');
    expect(shown([7, null, 0])).to.equal('█ ▁');
    expect(shown([0, 1, 2, 3, 4, 5, 6, 7], false)).to.equal('_.:-=+*#');
  });

  it('are flat at the bottom where nothing rises, and empty where there is nothing', () => {
    expect(shown([5, 5, 5])).to.equal('▁▁▁');
    expect(shown([null, null])).to.equal('  ');
  });

  it('of one scale can be compared', () => {
    const [before, after] = [
      [0, 1],
      [0, 7],
    ];
    expect(sparkline(before, scaleOf(before, after), true)).to.equal('▁▂');
  });

  it('join neighbours by their mean, and pass over gaps', () => {
    expect(binned([1, 3, null, 4, null, null], 3)).to.deep.equal([2, 4, null]);
  });
});
