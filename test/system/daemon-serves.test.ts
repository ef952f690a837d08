import { expect, test, vi } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { RunningDaemon } from './fixtures/hullprint.js';
import { freePort, Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { listenerAt, pier } from './fixtures/pier.js';

test.skipIf(mosquittoMissing)(
  'Prometheus reads what a node hears, and whoever supervises it whether it does its work',
  async () => {
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const ships = [
      { size: 'big', closestSeconds: 60 },
      { size: 'small', closestSeconds: 180 },
    ] as const;
    const source = `file:${recording([harbourSamples(1200, [...ships])])}`;
    const config = await pier(broker, [{ name: 'north', source, realtime: 20 }]);
    const daemon = new RunningDaemon({ ...config, http: { port: 0 } });
    await listener.until(() => listener.of('event').filter(({ phase }) => phase === 'end').length === 2);
    const { url } = listener.of('info')[0]!;
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const figure = (series: string) =>
      Number(
        metrics
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.slice(series.length),
      );
    expect(figure('hullprint_passages_total{channel="north",size="big",node="pier"}')).toBe(1);
    expect(figure('hullprint_passages_total{channel="north",size="small",node="pier"}')).toBe(1);
    expect(figure('hullprint_heard_seconds_total{channel="north",node="pier"}')).toBeGreaterThanOrEqual(180);
    expect(figure('hullprint_windows_total{node="pier"}')).toBeGreaterThan(70);
    expect(figure('hullprint_inference_duration_seconds_count{node="pier"}')).toBeGreaterThan(0);
    expect(figure('hullprint_broker_connected{node="pier"}')).toBe(1);
    expect(figure('hullprint_verdict{channel="north",size="none",node="pier"}')).toBe(1);
    expect(metrics).toMatch(/^hullprint_sound_pressure_level_decibels\{[^}]*reference="full scale"/m);

    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await broker.kill();
    await vi.waitUntil(async () => (await fetch(`${url}/readyz`)).status === 503, { timeout: 20_000 });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    daemon.signal('SIGTERM');
    expect(await daemon.ended()).toEqual([0, null]);
  },
);

test.skipIf(mosquittoMissing)('a port that is taken costs the pages and not the hearing', async () => {
  const broker = await Mosquitto.start('secret');
  const listener = await listenerAt(broker);
  const port = await freePort();
  const channels = [
    { name: 'north', source: `file:${recording([harbourSamples(300, [])])}`, realtime: true },
  ];
  const nodes = ['one', 'two'];
  for (const node of nodes) {
    const daemon = new RunningDaemon({ ...(await pier(broker, channels)), node, http: { port } });
    await daemon.says(node === 'one' ? 'listening' : 'another program listens there');
  }
  await listener.until(() => listener.of('state').filter(({ state }) => state === 'listening').length === 2);
  expect(listener.of('info').map(({ node, url }) => [node, url])).toEqual([
    ['one', `http://127.0.0.1:${port}`],
    ['two', null],
  ]);
});
