import { readFileSync, writeFileSync } from 'node:fs';
import { buildSync } from 'esbuild';

/** Bundles web/ into a folder: index.html, and its assets under names that bear their hashes. */
export function bundlePage(folder) {
  const { metafile } = buildSync({
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
