/**
 * A page left open on a channel, at twenty times the pace of life: heap after garbage collection and frames drawn.
 * `npm run bench:page [-- --minutes 60 --speed 20]`; wants Debian's chromium and a built `dist`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { simulatedNode } from '../scripts/simulated-node.js';

const PORT = 18_765;
const COUNT_FRAMES = `
  globalThis.frames = [];
  const frame = (now) => { globalThis.frames.push(now); requestAnimationFrame(frame); };
  requestAnimationFrame(frame);`;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, speed: { type: 'string', default: '20' } },
});
const minutes = Number(values.minutes);
const { url, daemon } = simulatedNode(PORT, Number(values.speed));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  const debug = await page.context().newCDPSession(page);
  for (;;) {
    const answer = await page.goto(url).catch(() => null);
    if (answer?.ok()) break;
    await sleep(200);
  }
  await page.locator('.card h3 a').first().click();
  await page.locator('section[aria-label="DEMON"] canvas').waitFor();
  await page.evaluate(COUNT_FRAMES);
  const heapMib: number[] = [];
  const slowest: number[] = [];
  console.log('minute   heap, MiB   frames a second   longest wait for one, ms');
  for (let minute = 1; minute <= minutes; minute++) {
    await sleep(60_000);
    const times = (await page.evaluate('globalThis.frames.splice(0)')) as number[];
    const waits = times.slice(1).map((time, i) => time - times[i]!);
    const rate = (1000 * waits.length) / (times.at(-1)! - times[0]!);
    await debug.send('HeapProfiler.collectGarbage');
    const { usedSize } = await debug.send('Runtime.getHeapUsage');
    heapMib.push(usedSize / 2 ** 20);
    slowest.push(rate);
    console.log(
      `${String(minute).padStart(6)}   ${heapMib.at(-1)!.toFixed(2).padStart(9)}   ${rate.toFixed(1).padStart(15)}   ${Math.max(...waits).toFixed(0)}`,
    );
  }
  const mean = (part: number[]) => part.reduce((sum, each) => sum + each, 0) / part.length;
  const quarter = Math.max(1, Math.floor(minutes / 4));
  const growth = mean(heapMib.slice(-quarter)) / mean(heapMib.slice(quarter, 2 * quarter));
  console.log(`heap, last quarter over second quarter: ${growth.toFixed(3)}`);
  console.log(`frames a second in the slowest minute: ${Math.min(...slowest).toFixed(1)}`);
} finally {
  await browser.close();
  daemon.kill();
}
