/** One series of a large fleet against one of a small company, and the page of all: its size, and when it is there. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Benchmark, type Figure, median, ratio, tell } from './harness.ts';
import { inFolder, NOW, SCENARIO } from './pmi.ts';
import { secondsOf } from './process.ts';

const CHROMIUM = '/usr/bin/chromium';

export const preview: Benchmark = {
  name: 'preview',
  summary: 'One series of 50,000 sensors, and the PMI set as a page',
  run: async () => [await oneSeries(), ...(await page())],
};

/** Both with the start of the process: what a person waits for. */
async function oneSeries(): Promise<Figure> {
  const shown = (file: string, asset: string, metric: string) => () =>
    secondsOf(['bin/run.js', 'preview', file, '--now', NOW, '--asset', asset, '--metric', metric]);
  const above = { name: 'one of 50,000', run: shown('bench/fleet.yaml', 'dev-031234', 'temperature') };
  const below = { name: 'one of the PMI set', run: shown(SCENARIO, 'vm-101', 'cpu_usage') };
  for (const { run } of [above, below]) await run();
  const value = await ratio(9, above, below);
  return { name: 'preview-one', value, unit: '× one series of the PMI set', target: 2, better: 'lower' };
}

function page(): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const path = join(folder, 'preview.html');
    await secondsOf(['bin/run.js', 'preview', SCENARIO, '--now', NOW, '--html', path]);
    const size = statSync(path).size / 1e6;
    const weight: Figure = { name: 'page-size', value: size, unit: 'MB, PMI set', target: 3, better: 'lower' };
    if (!existsSync(CHROMIUM)) {
      tell(`there is no ${CHROMIUM}: the page was not opened`);
      return [weight];
    }
    const value = await firstChart(pathToFileURL(path).href);
    return [weight, { name: 'page-chart', value, unit: 's to the first chart', target: 1, better: 'lower' }];
  });
}

/** From the start of the navigation; a new browser each time, with nothing in its caches. */
async function firstChart(address: string): Promise<number> {
  const { chromium } = await import('playwright-core');
  const taken: number[] = [];
  for (let round = 0; round < 5; round++) {
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'];
    const browser = await chromium.launch({ executablePath: CHROMIUM, args });
    const opened = await browser.newPage();
    await opened.goto(address);
    await opened.waitForSelector('canvas', { state: 'attached' });
    taken.push(await opened.evaluate<number>("performance.getEntriesByName('first-chart')[0].startTime"));
    await browser.close();
  }
  tell(taken.map((ms) => `${ms.toFixed()} ms`).join(', '));
  return median(taken) / 1000;
}
