import { expect } from 'chai';
import { renderDiffPage } from '../../src/report/diff/html.ts';
import { barriers, reader } from '../support/browser.ts';
import { diffOfCase } from './pairs.ts';

describe('a diff as a page', function () {
  this.timeout(120_000);
  const browser = reader();

  it('shows both days in one chart, asks for nothing, and keeps nobody out', async () => {
    const page = renderDiffPage(diffOfCase('several'), 'seedctl 0.0.0');
    const { page: seen, complaints, requests } = await browser.open(page, { colorScheme: 'light' });
    await seen.locator('canvas').first().waitFor();
    expect(await seen.locator('h1').textContent()).to.equal('plant: what changes');
    expect(await seen.locator('main').textContent())
      .to.include('planned downtime cleaning: at 23:00 → 21:00')
      .and.include('success 90% → 95%');
    const legend = await seen.locator('figure').first().textContent();
    expect(legend).to.include('before').and.include('after');
    expect(await barriers(seen)).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
    expect(requests).to.deep.equal([]);
  });

  it('lets the keyboard choose another metric', async () => {
    const { page: seen } = await browser.open(renderDiffPage(diffOfCase('several'), 'x'), {});
    const select = seen.locator('select').first();
    await select.focus();
    await select.selectOption('oil_temperature');
    await seen.locator('figure:visible').first().waitFor();
    expect(await seen.locator('figcaption:visible').first().textContent()).to.include('oil_temperature of press-1');
  });

  it('is whole where no data changes', async () => {
    const { page: seen, complaints } = await browser.open(renderDiffPage(diffOfCase('comment'), 'x'), {});
    expect(await seen.locator('header').textContent()).to.include('No change in the data');
    expect(complaints).to.deep.equal([]);
  });
});
