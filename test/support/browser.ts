/** Headless Chromium, as a reader opens a page: with a pointer, keys, and a close look at what the page asks for. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Nothing of the browser itself reaches for the network. */
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

export interface Opened {
  readonly page: Page;
  /** Errors and warnings of the console, and exceptions. */
  readonly complaints: string[];
  /** Addresses that were asked for, but for the page itself. */
  readonly requests: string[];
}

export interface Reader {
  open(html: string, options?: BrowserContextOptions): Promise<Opened>;
}

/** Call it inside `describe`. Without Chromium tests are skipped with a word, and in CI they fail. */
export function reader(): Reader {
  let browser: Browser | null = null;
  let folder = '';
  before(async function () {
    this.timeout(120_000);
    const executablePath = process.env['SEEDCTL_TEST_CHROMIUM'] ?? PLACES.find((path) => existsSync(path));
    if (executablePath === undefined) {
      const how = 'there is no Chromium: apt-get install chromium, or name one in SEEDCTL_TEST_CHROMIUM';
      if (process.env['CI'] !== undefined) throw new Error(how);
      process.stderr.write(`${how}\n`);
      this.skip();
    }
    browser = await chromium.launch({ executablePath, args: FLAGS, timeout: 110_000 });
    folder = mkdtempSync(join(tmpdir(), 'seedctl-page-'));
  });
  after(async function () {
    this.timeout(60_000);
    await browser?.close();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });
  return {
    async open(html, options = {}) {
      const context = await browser!.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const path = join(folder, 'page.html');
      writeFileSync(path, html);
      const address = pathToFileURL(path).href;
      const [complaints, requests]: [string[], string[]] = [[], []];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        if (request.url() !== address && !request.url().startsWith('data:')) requests.push(request.url());
      });
      await page.goto(address);
      return { page, complaints, requests };
    },
  };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps some people from reading the page, by axe-core: the rule and what it found. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(`axe.run(document).then((found) => found.violations)`);
  return (violations as readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[]).flatMap(
    ({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`),
  );
}
