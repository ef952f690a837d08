/** Takes the pictures of the page in docs/pictures from a running simulated harbour: `npm run pictures`. */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { simulatedNode } from './simulated-node.js';

const PORT = 18_865;
const FOLDER = 'docs/pictures';
const SECONDS_OF_HARBOUR = 30;

const { url, daemon } = simulatedNode(PORT, 20);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  mkdirSync(FOLDER, { recursive: true });
  await sleep(SECONDS_OF_HARBOUR * 1000);
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  const take = async (name: string, fullPage = true) => {
    await sleep(1500);
    await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage });
  };
  await page.goto(url);
  await page.waitForSelector('.card .verdict');
  await take('now', false);
  await page.click('.card h3 a');
  await page.locator('section[aria-label="DEMON"] canvas').waitFor();
  await take('channel');
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByLabel('Span').selectOption('hour');
  await page.locator('tbody tr').first().waitFor();
  await take('history');
  await page.locator('tbody a').last().click();
  await page.getByRole('img', { name: /Spectrogram of the sound/ }).waitFor();
  await take('passage');
  await page.getByRole('link', { name: 'Classes' }).click();
  await take('classes', false);
  await page.getByRole('link', { name: 'Health' }).click();
  await take('health', false);
} finally {
  await browser.close();
  daemon.kill();
}
