// Compiles src/ to dist/ and bundles web/ to dist/web/. A package installed without its development dependencies brings dist/ along.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const tsc = 'node_modules/typescript/bin/tsc';
if (existsSync(tsc)) {
  rmSync('dist', { recursive: true, force: true });
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { stdio: 'inherit' });
  chmodSync('dist/main.js', 0o755);
  await bundlePage('dist/web');
} else if (!existsSync('dist/main.js')) {
  console.error('cannot build hullprint: typescript is missing. Run npm ci --include=dev');
  process.exit(1);
}

/** The page: index.html and its assets under names that bear their hashes. */
async function bundlePage(folder) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: ['web/main.tsx'],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    tsconfig: 'web/tsconfig.json',
    outdir: `${folder}/assets`,
    entryNames: '[name]-[hash]',
    metafile: true,
    logLevel: 'warning',
  });
  let html = readFileSync('web/index.html', 'utf8');
  for (const output of Object.keys(metafile.outputs)) {
    const name = output.split('/').at(-1);
    html = html.replace(`/assets/main${name.slice(name.lastIndexOf('.'))}`, `assets/${name}`);
  }
  writeFileSync(`${folder}/index.html`, html);
}
