import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hasVulkanDriver } from '../../src/embedding/backends/vulkan-driver.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-vulkan-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const drivers = join(scratch, 'vulkan', 'icd.d');
mkdirSync(drivers, { recursive: true });
const manifest = join(drivers, 'gpu_icd.json');

test('a driver is found among the data folders, and only while its manifest is there', () => {
  writeFileSync(manifest, '{}');
  expect(hasVulkanDriver({ XDG_DATA_DIRS: `/nowhere:${scratch}` })).toBe(true);
  expect(hasVulkanDriver({ VK_DRIVER_FILES: `/nowhere.json:${manifest}` })).toBe(true);
  rmSync(manifest);
  expect(hasVulkanDriver({ VK_DRIVER_FILES: manifest, XDG_DATA_DIRS: scratch })).toBe(false);
});
