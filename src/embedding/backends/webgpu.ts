import type { Backend } from './backend.js';
import { useEngine } from './engine.js';
import { importOptional } from './optional-package.js';
import { hasVulkanDriver } from './vulkan-driver.js';

interface AdapterInfo {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter?: boolean;
}

interface Gpu {
  requestAdapter(): Promise<{ info: AdapterInfo } | null>;
}

/** The npm package `webgpu`: Dawn for Node. */
interface Dawn {
  create(options: string[]): Gpu;
  globals: object;
}

/**
 * Opens a GPU through Vulkan with Dawn. Throws an Error that says why there is none. A software adapter
 * computes on the CPU, slower than wasm does: it is refused unless `acceptSoftware` (for tests).
 */
export async function openWebGpu(acceptSoftware: boolean): Promise<Backend> {
  const info = await findAdapter();
  const software =
    info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(JSON.stringify(describe(info)));
  if (software && !acceptSoftware) throw new Error(`the only Vulkan device is software (${describe(info)})`);
  await import('@tensorflow/tfjs-backend-webgpu'); // registers itself if navigator.gpu is there by now
  await useEngine('webgpu');
  return { name: 'webgpu', engine: 'webgpu', kind: software ? 'cpu' : 'gpu', device: describe(info) };
}

async function findAdapter(): Promise<AdapterInfo> {
  const gpu = await gpuOfThisProcess();
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('no Vulkan device is usable (is libvulkan1 installed?)');
  return adapter.info;
}

/** tfjs looks for the GPU where a browser has it; one Dawn instance serves the process. */
async function gpuOfThisProcess(): Promise<Gpu> {
  const browserLike = globalThis as { navigator?: { gpu?: Gpu } };
  if (!browserLike.navigator?.gpu) {
    const dawn = await importOptional<Dawn>('webgpu');
    if (!hasVulkanDriver()) throw new Error('no Vulkan driver is installed');
    Object.assign(globalThis, dawn.globals);
    // Node 21 and later have a navigator that can only be replaced by redefining it.
    const navigator = Object.assign(Object.create(browserLike.navigator ?? null), { gpu: dawn.create([]) });
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true, writable: true });
  }
  return browserLike.navigator!.gpu!;
}

function describe({ vendor, architecture, device, description }: AdapterInfo): string {
  return [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed adapter';
}
