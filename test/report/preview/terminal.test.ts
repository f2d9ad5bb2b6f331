import { expect } from 'chai';
import { renderPreview } from '../../../src/report/preview/terminal.ts';
import { plain, type Style } from '../../../src/report/style.ts';
import { preview, type PreviewFlags, type Room } from '../../../src/run/preview/preview.ts';
import { expectGolden } from '../golden.ts';

const SCENARIO = 'pmi-default';
const at = { now: '2025-02-09T00:00:00Z' };
const code =
  (number: number) =>
  (text: string): string =>
    `\u001b[${number}m${text}\u001b[39m`;

const coloured: Style = {
  ...plain,
  strong: code(1),
  dim: code(2),
  good: code(32),
  bad: code(31),
  warn: code(33),
  accent: code(36),
  colour: true,
};
const ascii: Style = { ...plain, unicode: false };
const wide: Style = { ...plain, width: 120, columns: 200 };

const shown = (flags: PreviewFlags, room: Room, style: Style): string =>
  renderPreview(preview(SCENARIO, { ...at, ...flags }, 0, room).preview, flags.asset !== undefined, style);

describe('a preview in a terminal', function () {
  this.timeout(120_000);
  const overview = { assets: 24, series: 16 };
  const asked = { assets: 8, series: 8 };
  const one = { asset: ['vm-103'], metric: ['memory_usage'] };

  it('is an overview', () => {
    expectGolden('preview/overview-80', shown({}, overview, plain));
    expectGolden('preview/overview-200', shown({}, overview, wide), 200);
    expectGolden('preview/overview-80-ascii', shown({}, overview, ascii));
  });

  it('is one series in full', () => {
    expectGolden('preview/series-80', shown(one, asked, plain));
    expectGolden('preview/series-200', shown(one, asked, wide), 200);
    expectGolden('preview/series-80-ascii', shown(one, asked, ascii));
    expectGolden('preview/series-80-colour', shown(one, asked, coloured));
  });

  it('is an asset with all its metrics', () => {
    expectGolden('preview/asset-80', shown({ asset: ['svc-mysql-101', 'pve-node-02'] }, asked, plain));
  });

  it('says the same with and without colour', () => {
    // eslint-disable-next-line no-control-regex -- what colours are made of
    expect(shown(one, asked, coloured).replaceAll(/\u001b\[\d+m/g, '')).to.equal(shown(one, asked, plain));
  });

  it('has no sign beyond ASCII where there is no Unicode', () => {
    for (const text of [shown({}, overview, ascii), shown(one, asked, ascii)]) {
      // eslint-disable-next-line no-control-regex -- ASCII is all of these
      expect(text).to.match(/^[\u0000-\u007f]*$/);
    }
  });
});
