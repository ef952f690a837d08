import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A node with two hydrophones in the simulated harbour, that many times faster than life. */
export function simulatedNode(port: number, speed: number): { url: string; daemon: ChildProcess } {
  const folder = mkdtempSync(join(tmpdir(), 'hullprint-node-'));
  const config = join(folder, 'hullprint.yaml');
  const calibration = { sensitivityDb: -170, gainDb: 20, fullScaleVolts: 1 };
  const source = { source: 'simulate:harbour', realtime: speed, calibration };
  writeFileSync(
    config,
    JSON.stringify({
      node: 'pier',
      stateFolder: folder,
      clips: { freeDiskMegabytes: 0 },
      mqtt: { embeddedPort: 0 },
      http: { port },
      log: { level: 'error' },
      channels: [
        { name: 'north', input: 1, ...source },
        { name: 'south', input: 2, ...source },
      ],
    }),
  );
  const daemon = spawn(process.execPath, ['dist/main.js', 'run', '-c', config], { stdio: 'inherit' });
  return { url: `http://127.0.0.1:${port}/`, daemon };
}
