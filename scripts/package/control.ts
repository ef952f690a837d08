/** The package's DEBIAN folder: what dpkg asks about, and the scripts that it runs. */
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './target.js';

export function writeControl(root: string, version: string, target: Target): void {
  const folder = join(root, 'DEBIAN');
  const installedKilobytes = Math.ceil(bytesIn(root) / 1024);
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  const control = [
    'Package: hullprint',
    `Version: ${version}`,
    `Architecture: ${target.debian}`,
    'Maintainer: hullprint maintainers <maintainers@hullprint.invalid>',
    'Section: sound',
    'Priority: optional',
    `Installed-Size: ${installedKilobytes}`,
    // JetPack 6 is Ubuntu 22.04, whose libc is 2.35.
    'Depends: libc6 (>= 2.34), libstdc++6 (>= 9), libportaudio2, passwd',
    'Recommends: systemd, udev',
    'Suggests: ffmpeg, mosquitto, libvulkan1, mesa-vulkan-drivers, g++, python3-pip',
    'Description: listens to hydrophones and says which ships pass',
    ' Hears passages of ships on any number of hydrophones, says whether each is big',
    ' or small, and publishes that over MQTT with level, shaft rate, blade count and',
    ' confidence. Brings its own Node; runs as a systemd service.',
  ];
  writeFileSync(join(folder, 'control'), `${control.join('\n')}\n`, { mode: 0o644 });
  for (const script of ['postinst', 'prerm', 'postrm']) {
    cpSync(join('deploy', 'debian', script), join(folder, script));
    chmodSync(join(folder, script), 0o755);
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
  }, 0);
}
