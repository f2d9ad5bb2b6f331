import { expect } from 'chai';
import { renderPreviewPage } from '../../../src/report/preview/page/page.ts';
import { preview } from '../../../src/run/preview/preview.ts';
import { barriers, reader } from '../../support/browser.ts';

const pageOf = (file: string, flags = {}): string => {
  const made = preview(file, { now: '2025-02-09T00:00:00Z', ...flags }, 0, { assets: 400, series: 120 });
  return renderPreviewPage(made.preview, made.statistics(), 'seedctl 0.0.0');
};

describe('a preview as a page', function () {
  this.timeout(240_000);
  const browser = reader();
  let pmi = '';
  before(() => {
    pmi = pageOf('scenarios/pmi-default.yaml');
  });

  it('of a small company weighs less than 3 MB', () => {
    expect(Buffer.byteLength(pmi)).to.be.below(3_000_000);
  });

  it('asks for nothing, complains of nothing, and keeps nobody out, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, complaints, requests } = await browser.open(pmi, { colorScheme });
      await page.locator('#series').scrollIntoViewIfNeeded();
      await page.locator('canvas').first().waitFor();
      expect(await barriers(page)).to.deep.equal([]);
      expect(complaints).to.deep.equal([]);
      expect(requests).to.deep.equal([]);
    }
  });

  it('leads from an asset in the overview, the incidents and the graph to its series', async () => {
    const { page, complaints } = await browser.open(pmi);
    const title = page.locator('[data-stage] h3');
    expect(await title.textContent()).to.equal('pve-node-01 · cpu_usage');
    await page.locator('table.strips').getByRole('link', { name: 'vm-103' }).click();
    expect(await title.textContent()).to.equal('vm-103 · cpu_usage');
    await page.getByLabel('Metric').selectOption('memory_usage');
    // The metric stays where the asset has it too.
    await page.getByRole('link', { name: 'ct-201, container' }).click();
    expect(await title.textContent()).to.equal('ct-201 · memory_usage');
    await page.locator('#all-incidents').getByRole('link', { name: 'svc-gitlab-104' }).first().press('Enter');
    expect(await title.textContent()).to.equal('svc-gitlab-104 · availability_status');
    await page.getByRole('button', { name: 'Next asset' }).press('Space');
    expect(await title.textContent()).to.equal('svc-jenkins-104 · availability_status');
    expect(complaints).to.deep.equal([]);
  });

  it('says exact values of records under the pointer and the keys', async () => {
    const { page } = await browser.open(pmi);
    const chart = page.locator('[data-stage] figure').first();
    await chart.scrollIntoViewIfNeeded();
    const over = chart.locator('.u-over');
    await over.hover({ position: { x: 1, y: 30 } });
    const readout = chart.locator('output');
    // The first record of pve-node-01, as a run writes it.
    expect(await readout.textContent()).to.match(/^Sun 2025-01-26 00:0\dcpu_usage \d+\.\d percentage$/);
    await chart.locator('.plot').focus();
    await page.keyboard.press('End');
    expect(await readout.textContent()).to.match(/^Sat 2025-02-08 23:59cpu_usage \d+\.\d percentage$/);
    await page.keyboard.press('+');
    expect(await chart.getByRole('button', { name: 'Show all' }).isVisible()).to.equal(true);
  });

  it('is read in a narrow window too: strips are long, and nothing of a row is out of sight', async () => {
    const { page } = await browser.open(pmi, { viewport: { width: 400, height: 900 } });
    const strips = page.locator('table.strips');
    const strip = await strips.getByRole('row').filter({ hasText: 'vm-103' }).locator('svg').boundingBox();
    expect(strip!.width).to.be.above(320);
    await page.locator('#series').scrollIntoViewIfNeeded();
    await page.locator('[data-stage] canvas').first().waitFor();
    for (const label of ['Strips of availability', 'In numbers']) {
      const hidden = await page.evaluate<number>(
        `(() => { const at = document.querySelector('[aria-label="${label}"]'); return at.scrollWidth - at.clientWidth; })()`,
      );
      expect(hidden, label).to.equal(0);
    }
    let right = 0;
    for (const label of await strips.locator('.ticks span:visible').all()) {
      const { x, width } = (await label.boundingBox())!;
      expect(x, 'labels of the axis stand apart').to.be.above(right);
      right = x + width;
    }
    expect(await barriers(page)).to.deep.equal([]);
  });

  it('filters incidents', async () => {
    const { page } = await browser.open(pmi);
    const all = await page.locator('#all-incidents tbody tr').count();
    await page.getByLabel('Show only rows with').fill('planned vm-103');
    const found = await page.locator('#all-incidents tbody tr:visible').count();
    expect(found).to.be.above(0).and.below(all);
    expect(await page.locator('#all-incidents-found').textContent()).to.equal(`${found} of ${all} rows`);
  });

  it('of 50,000 assets chooses some, and says what it left out', async () => {
    const fleet = pageOf('scenarios/iot-fleet.yaml');
    expect(Buffer.byteLength(fleet)).to.be.below(5_000_000);
    const { page, complaints, requests } = await browser.open(fleet);
    expect(await page.locator('.note').allTextContents()).to.satisfy((notes: string[]) =>
      notes.some((note) => note.includes('49,600 assets of 50,000')),
    );
    await page.locator('[data-stage] canvas').first().waitFor();
    expect(await barriers(page)).to.deep.equal([]);
    expect([...complaints, ...requests]).to.deep.equal([]);
  });

  it('prints what was not looked at yet', async () => {
    const { page } = await browser.open(pmi);
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('[data-stage] canvas').count()).to.equal(4);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByLabel('Metric').isVisible()).to.equal(false);
  });
});
