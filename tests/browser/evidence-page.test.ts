import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '#domain/evidence/report.ts';
import { anEvidence } from '../unit/evidence/an-evidence.ts';
import { contrast } from './contrast.ts';
import { findChromium } from './find-chromium.ts';
import { type Look, openPage } from './open-page.ts';

const executablePath = findChromium();
if (executablePath === undefined) {
  process.stderr.write('No Chromium on PATH, so pages are not looked at; name one with CHROMIUM_PATH.\n');
}

const wide: Look = { width: 1280, scheme: 'light' };
const phone: Look = { width: 420, scheme: 'dark' };

describe.skipIf(executablePath === undefined)('The evidence page in Chromium', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--disable-gpu', '--disable-background-networking'],
    });
  }, 60_000);
  afterAll(() => browser?.close());

  const pages = [
    ['of a binary label', anEvidence(), 4],
    ['of a number', anEvidence({ kind: 'number' }), 2],
    ['of several classes', anEvidence({ kind: 'multiclass' }), 2],
    ['of a first version', anEvidence({ champion: false }), 4],
  ] as const;

  describe.each(pages)('%s', (_, evidence, charts) => {
    it.each([wide, phone])('is whole and readable, $width wide', async (look) => {
      await using opened = await openPage(browser, renderReport(evidence), look);
      const { page } = opened;
      expect(opened.said).toEqual([]);
      expect(opened.requests).toEqual([]);
      expect(await page.title()).toContain(evidence.verdict);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);

      const drawn = await page.locator('svg').all();
      expect(drawn).toHaveLength(charts);
      for (const chart of drawn) {
        const { width = 0, height = 0 } = (await chart.boundingBox()) ?? {};
        expect(Math.min(width, height)).toBeGreaterThan(200);
      }
      for (const table of await page.locator('table').all()) expect(await table.isVisible()).toBe(true);
      for (const gate of evidence.gates) expect(await page.getByText(gate.sentence).first().isVisible()).toBe(true);
      for (const verdict of await page.locator('.gates .verdict').all()) {
        const box = await verdict.boundingBox();
        expect((box?.x ?? look.width) + (box?.width ?? 0)).toBeLessThanOrEqual(look.width);
      }
    });
  });

  it.each([wide, phone])('has a contrast of 4.5 at least, $scheme', async (look) => {
    const evidence = anEvidence();
    const gates = (['Passed', 'Failed', 'Inconclusive', 'NoChampion'] as const).map((verdict) => ({
      ...evidence.gates[0]!,
      verdict,
    }));
    await using opened = await openPage(browser, renderReport({ ...evidence, gates }), look);
    const colours = await opened.page.evaluate<Colours>(COLOURS);
    expect(colours.texts.length).toBeGreaterThan(4);
    for (const ground of colours.grounds)
      for (const text of colours.texts)
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it.each([wide, phone])('keeps that contrast in the darkest cells of a confusion matrix, $scheme', async (look) => {
    const evidence = anEvidence({ kind: 'multiclass' });
    // One class is always right, one always taken for another.
    const confusionMatrix = evidence.evaluation.classes!.map((_, truth) =>
      evidence.evaluation.classes!.map((__, decided) => (decided === (truth === 0 ? 0 : 1 + (truth % 3)) ? 9 : 0)),
    );
    const candidate = { ...evidence.evaluation.candidate, confusionMatrix };
    const evaluation = { ...evidence.evaluation, candidate };
    await using opened = await openPage(browser, renderReport({ ...evidence, evaluation }), look);
    const cells = await opened.page.evaluate<readonly Cell[]>(CELLS);
    expect(new Set(cells.map(({ ground }) => ground)).size).toBe(3);
    for (const { text, ground } of cells)
      expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it('has tables that the keyboard scrolls where they are wider than the page', async () => {
    await using opened = await openPage(browser, renderReport(anEvidence()), { width: 420, scheme: 'light' });
    const { page } = opened;
    const metrics = page.getByRole('region', { name: 'Metrics' });
    for (let step = 0; step < 5 && (await focused(page)) !== 'Metrics'; step += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => metrics.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
  });
});

interface Colours {
  readonly grounds: readonly string[];
  readonly texts: readonly string[];
}

/** What text is written in, and on. As text, since it runs in the page. */
const COLOURS = `(() => {
  const texts = [...document.querySelectorAll('.verdict, .note, td, th, figcaption, dt')];
  const grounds = [document.body, document.querySelector('figure')];
  return {
    texts: [...new Set(texts.map((each) => getComputedStyle(each).color))],
    grounds: grounds.map((each) => getComputedStyle(each).backgroundColor),
  };
})()`;

interface Cell {
  readonly text: string;
  readonly ground: string;
}

/** What every cell of a matrix is written in, and on: its shade lies over the page, as painting both shows. */
const CELLS = `(() => {
  const brush = document.createElement('canvas').getContext('2d');
  const painted = (...colours) => {
    for (const colour of colours) {
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    return 'rgb(' + [red, green, blue].join(', ') + ')';
  };
  const page = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll('.matrix .cell')].map((cell) => {
    const { color, backgroundColor } = getComputedStyle(cell);
    return { text: color, ground: painted(page, backgroundColor) };
  });
})()`;

function focused(page: Page): Promise<string | null> {
  return page.evaluate("document.activeElement.getAttribute('aria-label')");
}
