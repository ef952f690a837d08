/** The files of the package, where they lie on the board. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundlePage } from '../bundle-page.mjs';
import { nodeBinary } from '../other-nodes.mjs';
import type { Target } from './target.js';
import { vendorTfjsNode } from './vendor.js';

/** The Node that comes with the package, whatever the board has. */
const NODE = '24.21.0';

/** Fills `root` with all but the DEBIAN folder. `modules`: the vendored node_modules, which are moved. */
export function layTree(root: string, modules: string, target: Target): void {
  const at = (path: string) => {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    return full;
  };
  const home = 'usr/lib/hullprint';
  compile(at(`${home}/dist`));
  bundlePage(join(root, `${home}/dist/web`));
  cpSync(modules, at(`${home}/node_modules`), { recursive: true });
  vendorTfjsNode(at(`${home}/native/tfjs-node`));
  cpSync('models', at(`${home}/models`), { recursive: true });
  for (const file of ['package.json', 'scripts/system-packages.mjs']) cpSync(file, at(`${home}/${file}`));
  writeFileSync(at(`${home}/scripts/system-packages.json`), JSON.stringify(packagesAtRunTime(), null, 2));
  cpSync(nodeOf(target), at(`${home}/bin/node`));
  cpSync('deploy/debian/hullprint.sh', at('usr/bin/hullprint'));
  // postinst copies it to /etc where there is none: dpkg would ask about a conffile that both sides have changed.
  cpSync('deploy/hullprint.yaml', at('usr/share/hullprint/hullprint.yaml'));
  cpSync('deploy/60-hullprint.rules', at('usr/lib/udev/rules.d/60-hullprint.rules'));
  cpSync('systemd', at('usr/lib/systemd/system'), { recursive: true });
  const doc = 'usr/share/doc/hullprint';
  cpSync('docs', at(doc), { recursive: true, filter: (path) => !path.startsWith('docs/pictures') });
  cpSync('deploy', at(`${doc}/examples`), {
    recursive: true,
    filter: (path) => !/deploy\/(debian|install\.sh|60-)/.test(path),
  });
  cpSync('LICENSE', at(`${doc}/copyright`));
  writeFileSync(at(`${doc}/changelog.gz`), gzipSync(readFileSync('CHANGELOG.md'), { level: 9 }));
  setModes(root);
}

function compile(folder: string): void {
  const tsc = 'node_modules/typescript/bin/tsc';
  const lean = ['--declaration', 'false', '--sourceMap', 'false', '--outDir', folder];
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json', ...lean], { stdio: 'inherit' });
}

/** The list that `hullprint doctor` goes by, but for what the package depends on or has built. */
function packagesAtRunTime(): { package: string }[] {
  const list = JSON.parse(readFileSync('scripts/system-packages.json', 'utf8')) as {
    package: string;
    testsOnly?: boolean;
  }[];
  const met = ['g++', 'libasound2', 'libportaudio2'];
  return list.filter((entry) => !entry.testsOnly && !met.includes(entry.package));
}

function nodeOf(target: Target): string {
  const binary = nodeBinary(NODE, target.node);
  if (!binary) throw new Error(`Node ${NODE} for ${target.node} could not be had from npm`);
  return binary;
}

/** What the umask and npm left must not show in the package. */
function setModes(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) setModes(path);
    else chmodSync(path, /\/bin\/[^/]+$/.test(path) ? 0o755 : 0o644);
  }
}
