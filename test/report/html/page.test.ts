import { expect } from 'chai';
import { choice } from '../../../src/report/html/choice.ts';
import { figure, type Figure } from '../../../src/report/html/figure.ts';
import { html } from '../../../src/report/html/html.ts';
import { renderPage } from '../../../src/report/html/page.ts';
import { table } from '../../../src/report/html/table.ts';
import { barriers, reader } from '../../support/browser.ts';

const START = Date.UTC(2025, 2, 29, 12);
const HOUR = 3_600_000;
const x = Float64Array.from({ length: 48 }, (_, i) => START + i * HOUR);

const chart = (title: string): Figure => ({
  title,
  summary: 'It goes up by one an hour.',
  // Clocks go forward at 01:00 UTC on 30 March.
  axis: {
    kind: 'time',
    offsets: [
      [START - HOUR, HOUR],
      [Date.UTC(2025, 2, 30, 1), 2 * HOUR],
    ],
  },
  unit: 'ms',
  digits: 1,
  step: HOUR,
  lines: [
    { label: 'before', tone: 'before', look: 'line', x, y: x.map((_, i) => i + 0.5) },
    {
      label: 'after',
      tone: 'after',
      look: 'line',
      x: x.slice(8),
      y: x.slice(8).map((_, i) => (i === 3 ? NaN : 40 - i)),
    },
  ],
  bands: [{ label: 'range', tone: 'soft', x, low: x.map((_, i) => i - 2), high: x.map((_, i) => i + 3) }],
  marks: [{ from: START + 10 * HOUR, to: START + 12 * HOUR, tone: 'down', label: 'power failure' }],
  height: 'tall',
});

const page = renderPage({
  title: 'A <b>page</b>',
  summary: 'With all that a page can hold & more',
  facts: [['seed', '42']],
  notes: ['Something was left out.'],
  sections: [
    { id: 'chart', title: 'A chart', content: figure(chart('Load')) },
    {
      id: 'choose',
      title: 'Panels',
      content: choice({ id: 'series', group: 'Asset', item: 'Metric' }, [
        {
          group: 'a',
          item: 'cpu',
          content: html`<p>a cpu</p>
            ${figure(chart('cpu of a'))}`,
        },
        { group: 'b', item: 'cpu', content: html`<p>b cpu</p>` },
        { group: 'b', item: 'mem', content: html`<p>b mem</p>` },
      ]),
    },
    {
      id: 'rows',
      title: 'A table',
      content: table(
        { id: 'all', caption: 'Two rows', filter: true },
        [{ title: 'name' }, { title: 'length', align: 'right' }],
        [
          ['first', { shown: '10 min', sort: 600 }],
          ['second', { shown: '9 s', sort: 9 }],
          [html`<a href="#choose" data-choose="b">third</a>`, { shown: '1 h', sort: 3600 }],
        ],
      ),
    },
  ],
  maker: 'seedctl 0.0.0',
});

describe('a page', function () {
  this.timeout(120_000);
  const browser = reader();

  it('asks for nothing, complains of nothing, and keeps nobody out, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page: seen, complaints, requests } = await browser.open(page, { colorScheme });
      await seen.locator('#chart ~ figure canvas, canvas').first().waitFor();
      expect(await barriers(seen)).to.deep.equal([]);
      expect(complaints).to.deep.equal([]);
      expect(requests).to.deep.equal([]);
    }
  });

  it('shows what it was given, escaped', async () => {
    const { page: seen } = await browser.open(page);
    expect(await seen.title()).to.equal('A <b>page</b>');
    expect(await seen.locator('h1').textContent()).to.equal('A <b>page</b>');
  });

  it('says the exact values under the pointer, in the zone of the data', async () => {
    const { page: seen } = await browser.open(page, { timezoneId: 'America/Los_Angeles' });
    const plot = seen.locator('figure .plot').first();
    const over = plot.locator('.u-over');
    const box = (await over.boundingBox())!;
    const readout = seen.locator('figure output').first();
    expect(await readout.textContent()).to.equal('rangebeforeafter');
    await seen.mouse.move(box.x + 1, box.y + 20);
    expect(await readout.textContent()).to.equal(
      'Sat 2025-03-29 13:00range, high 3.0 msrange, low -2.0 msbefore 0.5 ms',
    );
    // 01:00 UTC on 30 March is 03:00: an hour was skipped.
    await seen.mouse.move(box.x + (box.width * 13) / 47, box.y + 20);
    expect(await readout.textContent()).to.match(
      /^Sun 2025-03-30 03:00range, high 16.0 ms.*before 13.5 msafter 35.0 ms$/,
    );
    await seen.mouse.move(box.x + (box.width * 10) / 47 + 1, box.y + 20);
    expect(await readout.textContent()).to.match(/power failure$/);
  });

  it('zooms by dragging, and shows all again', async () => {
    const { page: seen } = await browser.open(page);
    const box = (await seen.locator('figure .u-over').first().boundingBox())!;
    const all = seen.getByRole('button', { name: 'Show all' }).first();
    expect(await all.isVisible()).to.equal(false);
    await seen.mouse.move(box.x + box.width / 4, box.y + 50);
    await seen.mouse.down();
    await seen.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 5 });
    await seen.mouse.up();
    await seen.mouse.move(box.x + 1, box.y + 20);
    // The first quarter is gone.
    expect(await seen.locator('figure output').first().textContent()).to.match(/^Sun 2025-03-30 0[01]:00/);
    await all.click();
    expect(await all.isVisible()).to.equal(false);
  });

  it('is walked through by keys alone', async () => {
    const { page: seen } = await browser.open(page);
    const readout = seen.locator('figure output').first();
    await seen.locator('figure .plot').first().focus();
    await seen.keyboard.press('ArrowRight');
    expect(await readout.textContent()).to.match(/^Sat 2025-03-29 13:00/);
    await seen.keyboard.press('ArrowRight');
    expect(await readout.textContent()).to.match(/^Sat 2025-03-29 14:00/);
    await seen.keyboard.press('End');
    expect(await readout.textContent()).to.match(/^Mon 2025-03-31 13:00/);
    expect(await readout.getAttribute('aria-live')).to.equal('polite');
    const all = seen.getByRole('button', { name: 'Show all' }).first();
    await seen.keyboard.press('+');
    expect(await all.isVisible()).to.equal(true);
    await seen.keyboard.press('Home');
    expect(await readout.textContent()).to.match(/^Sat 2025-03-29 13:00/);
    await seen.keyboard.press('0');
    expect(await all.isVisible()).to.equal(false);
  });

  it('chooses panels by lists, buttons and links', async () => {
    const { page: seen } = await browser.open(page);
    const stage = seen.locator('[data-stage]');
    expect(await stage.locator('p').first().textContent()).to.equal('a cpu');
    await stage.locator('canvas').waitFor();
    await seen.getByRole('button', { name: 'Next asset' }).click();
    expect(await stage.textContent()).to.equal('b cpu');
    await seen.getByLabel('Metric').selectOption('mem');
    expect(await stage.textContent()).to.equal('b mem');
    await seen.getByRole('button', { name: 'Next asset' }).click();
    expect(await stage.locator('p').first().textContent()).to.equal('a cpu');
    await seen.getByRole('link', { name: 'third' }).click();
    expect(await stage.textContent()).to.equal('b cpu');
  });

  it('sorts and filters tables', async () => {
    const { page: seen } = await browser.open(page);
    const names = () => seen.locator('#all tbody tr:visible th').allTextContents();
    await seen.getByRole('button', { name: 'length' }).click();
    expect(await names()).to.deep.equal(['second', 'first', 'third']);
    await seen.getByRole('button', { name: 'length' }).press('Enter');
    expect(await names()).to.deep.equal(['third', 'first', 'second']);
    await seen.getByLabel('Show only rows with').fill('second 9');
    expect(await names()).to.deep.equal(['second']);
    expect(await seen.locator('#all-found').textContent()).to.equal('1 of 3 rows');
  });

  it('remembers the colours that a reader chose', async () => {
    const { page: seen } = await browser.open(page, { colorScheme: 'light' });
    const paper = () => seen.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await paper()).to.equal('rgb(255, 255, 255)');
    const button = seen.getByRole('button', { name: /^Colours/ });
    await button.click();
    await button.click();
    expect(await button.textContent()).to.equal('Colours: dark');
    expect(await paper()).to.equal('rgb(15, 20, 25)');
    await seen.reload();
    expect(await paper()).to.equal('rgb(15, 20, 25)');
  });
});
