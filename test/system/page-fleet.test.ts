import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { subscribe } from '../publish/subscriber.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { browserMissing, closeBrowser, open } from './fixtures/browser.js';
import { harbour } from './fixtures/harbour.js';
import { freePort, Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';

const missing = Boolean(browserMissing || mosquittoMissing);
afterAll(closeBrowser);

test.skipIf(missing)(
  'two nodes are on one page, and it says when the broker is gone and when it is back',
  async () => {
    const broker = await Mosquitto.start('secret');
    const mqtt = { url: broker.url, username: broker.username, passwordFile: passwordFile() };
    const { url } = await harbour({ mqtt });
    await harbour({ mqtt }, 'buoy');
    const { page } = await open(url);
    await page.getByRole('heading', { name: /pier/ }).waitFor();
    await page.getByRole('heading', { name: /buoy/ }).waitFor();
    expect(await page.content()).not.toContain('secret');
    const reader = await subscribe(`${url.replace('http', 'ws')}mqtt`, { protocolVersion: 4 });
    await reader.until((arrivals) => arrivals.some(({ topic }) => topic.endsWith('/levels')));
    const levels = reader.arrivals.filter(({ topic }) => topic.endsWith('/levels')).map(({ text }) => text);
    expect(new Set(levels).size).toBe(levels.length);
    await broker.kill();
    await page.getByText('The broker cannot be heard').waitFor();
    await broker.restart();
    await page.getByText('The broker cannot be heard').waitFor({ state: 'detached', timeout: 20_000 });
  },
);

test.skipIf(missing)(
  'where others can reach the node, a page asks for the token before it shows anything',
  async () => {
    const token = 'what-readers-bear';
    const tokenSha256 = createHash('sha256').update(token).digest('hex');
    const { url } = await harbour({ http: { port: await freePort(), tokenSha256 } });
    const { page } = await open(url);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Token').fill(token);
    expect(await page.locator('.card').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await page.locator('.card .verdict').waitFor();
  },
);

test.skipIf(missing)(
  'the page as static files from elsewhere shows the fleet of the broker that it is told',
  async () => {
    const websockets = await freePort();
    const listener = [`listener ${websockets} 127.0.0.1`, 'protocol websockets', 'allow_anonymous true'];
    const broker = await Mosquitto.start('secret', listener);
    await harbour({ mqtt: { url: broker.url, username: broker.username, passwordFile: passwordFile() } });
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url!, 'http://localhost');
      const path = join('dist/web', pathname === '/' ? 'index.html' : pathname);
      if (!existsSync(path)) return response.writeHead(404).end();
      const types: Record<string, string> = {
        '.html': 'text/html',
        '.js': 'text/javascript',
        '.css': 'text/css',
      };
      response.writeHead(200, { 'content-type': types[extname(path)]! }).end(readFileSync(path));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { page } = await open(`http://127.0.0.1:${port}/?broker=ws://127.0.0.1:${websockets}`);
    await page.getByRole('heading', { name: /pier/ }).waitFor();
    await page.locator('.card .verdict').waitFor();
  },
);

function passwordFile(): string {
  const path = join(temporaryFolder(), 'password');
  writeFileSync(path, 'secret');
  return path;
}
