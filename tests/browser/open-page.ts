import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

export interface Look {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** What the page asked for, itself left out. */
  readonly requests: readonly string[];
  /** What it said on the console, and errors. */
  readonly said: readonly string[];
}

/** A file with this HTML, opened as somebody would who downloaded it, with scripts turned off. */
export async function openPage(browser: Browser, html: string, { width, scheme }: Look): Promise<OpenPage> {
  const directory = mkdtempSync(join(tmpdir(), 'andon-page-'));
  const file = join(directory, 'evidence.html');
  writeFileSync(file, html);
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme: scheme, javaScriptEnabled: false });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const requests: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(url);
  return {
    page,
    requests,
    said,
    async [Symbol.asyncDispose]() {
      await context.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
