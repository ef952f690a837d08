import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { connectAsync } from 'mqtt';
import { configSchema } from '../config.js';
import { Daemon } from '../daemon.js';
import { DEFAULT_MODEL } from '../default-model.js';
import { createLog } from '../log.js';
import { eventMessage } from '../publish/messages.js';
import { newAccessToken } from '../store/access-token.js';
import { version } from '../version.js';
import { stopSignal } from './run.js';

const NODE = 'demo';
const HOST = '127.0.0.1';
const PORT = 1883;
const HTTP_PORT = 8765;

interface DemoOptions {
  speed: number;
  port?: number;
  scenario: string;
  model: string;
}

export function demoCommand(command: Command): void {
  command
    .option('--speed <times>', 'how many times faster than life', positive, 20)
    .option(
      '--port <number>',
      `port of the broker on ${HOST}; 0 takes a free one (default: ${PORT} if free)`,
      port,
    )
    .option('--scenario <name>', 'simulated scene, or a YAML file of one', 'harbour')
    .option('--model <name>', 'shipped model, or path of a model folder', DEFAULT_MODEL)
    .action(demo);
}

async function demo(options: DemoOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hullprint-demo-'));
  const channel = { source: `simulate:${options.scenario}`, realtime: options.speed };
  const config = configSchema.parse({
    node: NODE,
    stateFolder: folder,
    model: options.model,
    mqtt: { embeddedPort: options.port ?? ((await portIsFree(PORT)) ? PORT : 0) },
    http: { port: (await portIsFree(HTTP_PORT)) ? HTTP_PORT : 0 },
    channels: [
      { name: 'north', input: 1, ...channel },
      { name: 'south', input: 2, ...channel },
    ],
  });
  const daemon = new Daemon(config, {}, createLog('error'), version);
  const stopped = stopSignal();
  let failure: Error | null;
  try {
    const broker = await daemon.start();
    const { hostname, port } = new URL(broker);
    console.log(`A simulated harbour, ${options.speed} times faster than life, heard by two hydrophones.`);
    const subscription = `-h ${hostname} -p ${port} -v -t 'hydro/${NODE}/+/event'`;
    if (daemon.url) {
      console.log(`See it at ${daemon.url}; to change something there, its token is`);
      console.log(`  ${newAccessToken(folder)}`);
    }
    console.log('Subscribe from another terminal with either of');
    console.log(`  mosquitto_sub ${subscription}\n  npx mqtt sub ${subscription}\n`);
    // The demo's own lines come the way that everybody's do: over the broker.
    const subscriber = await connectAsync(broker);
    subscriber.on('message', (_topic, payload) => tell(payload));
    await subscriber.subscribeAsync(`hydro/${NODE}/+/event`, { qos: 1 });
    failure = await Promise.race([daemon.finished(), stopped]);
    await daemon.stop();
    await subscriber.endAsync(true);
  } finally {
    await daemon.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  if (failure) throw failure;
  console.log('\nThe harbour is quiet again.');
}

function tell(payload: Buffer): void {
  const event = eventMessage.parse(JSON.parse(payload.toString()));
  if (event.phase === 'update') return;
  const { evidence } = event;
  const time = (event.end ?? event.start).slice(11, 19);
  const sure = `${Math.round(100 * event.confidence)} %`;
  const shaft = evidence.shaftHz ? `, shaft ${evidence.shaftHz.toFixed(2)} Hz` : '';
  const blades = evidence.bladeCount ? `, ${evidence.bladeCount} blades` : '';
  const what = event.size === 'unknown' ? 'a vessel, size unknown' : `a ${event.size} ship`;
  console.log(
    event.phase === 'new'
      ? `${time}  ${event.channel}  ${what} comes up (${sure})`
      : `${time}  ${event.channel}  ${what} has passed (${sure}); ${evidence.spl.db?.toFixed(0)} dB re ${evidence.spl.reference}, ${evidence.snrDb?.toFixed(0)} dB above the sea${shaft}${blades}`,
  );
}

/** Where mosquitto is installed, a broker of its own runs: that is no reason to give no demo. */
async function portIsFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError('Give a number above 0');
  return number;
}

function port(value: string): number {
  const number = Number(value);
  if (!(Number.isInteger(number) && number >= 0 && number < 65_536))
    throw new InvalidArgumentError('Give a port from 0 to 65535');
  return number;
}
