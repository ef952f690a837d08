// Compiles src/ to dist/ and bundles web/ to dist/web/. A package installed without its development dependencies brings dist/ along.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';

const tsc = 'node_modules/typescript/bin/tsc';
if (existsSync(tsc)) {
  rmSync('dist', { recursive: true, force: true });
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { stdio: 'inherit' });
  chmodSync('dist/main.js', 0o755);
  const { bundlePage } = await import('./bundle-page.mjs');
  bundlePage('dist/web');
} else if (!existsSync('dist/main.js')) {
  console.error('cannot build hullprint: typescript is missing. Run npm ci --include=dev');
  process.exit(1);
}
