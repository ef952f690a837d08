import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { main } from './fixtures/hullprint.js';
import { NodeListener, phasesById } from './fixtures/node-listener.js';

test('the demo tells several passages on two hydrophones, and how to subscribe, which works', async () => {
  const demo = spawn(process.execPath, [main, 'demo', '--port', '0', '--speed', '100000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void demo.kill('SIGKILL'));
  const lines: string[] = [];
  const output = createInterface({ input: demo.stdout });
  output.on('line', (line) => lines.push(line));
  const closed = once(demo, 'close');
  const told = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = lines.map((line) => pattern.exec(line)).find((match) => match !== null);
      if (found) return found;
      await once(output, 'line');
    }
  };
  const [, host, port, topic] = await told(/mosquitto_sub -h (\S+) -p (\d+) -v -t '(\S+)'/);
  expect(topic).toBe('hydro/demo/+/event');
  const listener = await NodeListener.connect(`mqtt://${host}:${port}`, { reconnectPeriod: 0 });
  expect(await closed).toEqual([0, null]);

  for (const channel of ['north', 'south']) {
    const passed = lines.filter((line) => line.includes(`  ${channel}  `) && line.includes('has passed'));
    expect(passed.length, lines.join('\n')).toBeGreaterThanOrEqual(3);
    for (const line of passed) {
      expect(line).toMatch(
        /^\d\d:\d\d:\d\d {2}\w+ {2}a (big|small|vessel, size unknown).* \(\d+ %\); -?\d+ dB re/,
      );
    }
  }
  expect(lines.join('\n')).toMatch(/a big ship has passed/);
  expect(lines.join('\n')).toMatch(/a small ship has passed/);
  const events = listener.of('event');
  expect(events.length).toBeGreaterThan(20);
  for (const phases of phasesById(events).values()) expect(phases).toMatch(/^new (update )*(end )?$/);
});
