import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { browserMissing, closeBrowser, open } from './fixtures/browser.js';
import { harbour } from './fixtures/harbour.js';

const missing = Boolean(browserMissing);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
afterAll(closeBrowser);

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
}

/** What a screen reader would call the element that has the focus. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
})()`;

/** Goes by the keyboard alone to what bears such a name, and presses a key there. */
async function press(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
  for (let stop = 0; stop < 120; stop++) {
    await page.keyboard.press('Tab');
    const focused = (await page.evaluate(FOCUSED)) as string;
    if (name.test(focused)) return page.keyboard.press(key);
  }
  throw new Error(`nothing called ${name} can be reached by the keyboard`);
}

test.skipIf(missing)(
  'a passage appears, is opened, heard, judged, taught and known again, and each view can be read by everybody',
  async () => {
    const { url, token } = await harbour();
    const { page, complaints } = await open(url);
    await page.waitForSelector('.card .verdict');
    await page.getByText('Big ship').first().waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('link', { name: 'north' }).click();
    await page.locator('canvas').waitFor();
    await page.getByText('Nearest prototypes').waitFor();
    await page.locator('section[aria-label="DEMON"] canvas').waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('link', { name: 'History' }).click();
    const first = page.locator('tbody tr').last();
    await expect.poll(() => first.innerText(), { timeout: 30_000 }).toMatch(/ (s|min)\t/);
    expect(await violations(page)).toEqual([]);
    await first.getByRole('link').click();
    await page.getByRole('img', { name: /Spectrogram of the sound/ }).waitFor();
    await page.locator('section[aria-label="DEMON"] canvas').waitFor();
    const audio = (does: string) =>
      page.evaluate(
        `(({ element }) => ${does})({ element: document.querySelector('audio') })`,
      ) as Promise<number>;
    await audio('{ element.muted = true; return element.play(); }');
    await expect.poll(() => audio('element.currentTime')).toBeGreaterThan(0.2);
    const cursor = page.locator('.cursor');
    const before = (await cursor.boundingBox())!.x;
    await audio('{ element.currentTime = element.duration / 2; }');
    await expect.poll(async () => (await cursor.boundingBox())!.x - before).toBeGreaterThan(200);
    expect(await violations(page)).toEqual([]);

    await page.getByLabel('Right').check();
    await page.getByLabel('What was it?').fill('ferry');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Token').fill('not it');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByLabel('Token').fill(token);
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Saved.').waitFor();

    await page.getByRole('button', { name: 'Teach as a class' }).click();
    await page.getByLabel('Name of the class').fill('ferry');
    await page.locator('.teach select').selectOption('big');
    const teach = page.getByRole('button', { name: 'Teach it' });
    expect(await teach.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Check' }).click();
    await page
      .getByText(/held out|objection/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await violations(page)).toEqual([]);
    await teach.click();
    await page.getByText('ferry: big, 1 recordings').waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Now' }).click();
    await page.locator('.card .class').getByText('ferry').waitFor({ timeout: 60_000 });

    await page.getByRole('link', { name: 'Health' }).click();
    await page.getByText('Computes on').waitFor();
    expect(await violations(page)).toEqual([]);
    await expect
      .poll(
        async () => {
          await page.getByRole('link', { name: 'Now' }).click();
          await page.getByRole('link', { name: 'Classes' }).click();
          await page.getByText('ferry: big').waitFor();
          return page.getByRole('img', { name: /Distance of its passages.*ferry/ }).count();
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBe(1);
    expect(await violations(page)).toEqual([]);
    // Two refusals: no session, and the token that was not it.
    expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
  },
);

test.skipIf(missing)('the same by the keyboard alone, in the dark, on a phone and in Chinese', async () => {
  const { url, token } = await harbour();
  const { page } = await open(url, { width: 390, height: 800, colorScheme: 'dark', locale: 'zh-CN' });
  await page.getByText('大船').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(await page.getAttribute('html', 'lang')).toBe('zh');
  expect(await violations(page)).toEqual([]);

  await press(page, /^English$/);
  await press(page, /^History$/);
  await expect
    .poll(() => page.locator('tbody tr').last().innerText(), { timeout: 30_000 })
    .toMatch(/ (s|min)\t/);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await press(page, /^20\d\d-/);
  await page.getByRole('img', { name: /Spectrogram of the sound/ }).waitFor();
  await press(page, /^Sound$/, 'Space');
  await expect
    .poll(() => page.evaluate("document.querySelector('audio').currentTime"), { timeout: 20_000 })
    .toBeGreaterThan(0.2);
  await press(page, /^Right$/, 'Space');
  await press(page, /What was it/, 'f');
  await press(page, /^Save$/);
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type(token);
  await page.keyboard.press('Enter');
  await page.getByText('Saved.').waitFor();
  expect(await violations(page)).toEqual([]);

  await press(page, /^Teach as a class$/);
  await press(page, /^Name of the class/, 'f');
  await page.keyboard.type('erry');
  await press(page, /^Size/, 'b');
  await press(page, /^Check$/);
  await page
    .getByText(/held out|objection/)
    .first()
    .waitFor({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
  await press(page, /^Teach it$/);
  await page.getByText('ferry: big').waitFor({ timeout: 60_000 });
  await press(page, /^Now$/);
  await page.locator('.card .class').getByText('ferry').waitFor({ timeout: 60_000 });
  await press(page, /^north$/);
  await page.getByText('Nearest prototypes').waitFor();
  expect(await violations(page)).toEqual([]);
  await press(page, /^Health$/);
  await page.getByText('Computes on').waitFor();
  expect(await violations(page)).toEqual([]);
});

test('the whole page is under 300 KB compressed, and asks nothing of the network', () => {
  const folder = 'dist/web';
  const files = ['index.html', ...readdirSync(`${folder}/assets`).map((name) => `assets/${name}`)];
  const bytes = files.map((name) => gzipSync(readFileSync(`${folder}/${name}`)).length);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(300_000);
  const html = readFileSync(`${folder}/index.html`, 'utf8');
  expect(html.match(/(src|href)="(?!assets\/|data:,)/g)).toBe(null);
});
