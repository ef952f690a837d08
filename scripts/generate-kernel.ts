/** Writes src/signal/spectrum-kernel.ts from spectrum-kernel.wat: `npx tsx scripts/generate-kernel.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import loadWabt from 'wabt';

const folder = new URL('../src/signal/', import.meta.url);

/** The TypeScript module that carries the assembled kernel. */
export async function kernelModule(): Promise<string> {
  const wabt = await loadWabt();
  const text = readFileSync(new URL('spectrum-kernel.wat', folder), 'utf8');
  const module = wabt.parseWat('spectrum-kernel.wat', text, { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  return `/** spectrum-kernel.wat, assembled: \`npx tsx scripts/generate-kernel.ts\`. */
export const spectrumKernel =
  '${Buffer.from(buffer).toString('base64')}';
`;
}

if (import.meta.filename === process.argv[1]) {
  writeFileSync(new URL('spectrum-kernel.ts', folder), await kernelModule());
}
