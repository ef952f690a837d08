import type { Finding } from './finding.js';

interface SystemPackage {
  package: string;
  neededFor: string;
  testsOnly?: boolean;
}

/** What Debian packages are missing, by the project's own list (scripts/system-packages.json). */
export async function checkSystemPackages(): Promise<Finding[]> {
  const script = new URL('../../scripts/system-packages.mjs', import.meta.url);
  const { missingPackages } = (await import(script.href)) as { missingPackages: () => SystemPackage[] };
  const missing = missingPackages().filter(({ testsOnly }) => !testsOnly);
  if (!missing.length) return [{ subject: 'system packages', state: 'good', says: 'all there' }];
  return missing.map((entry) => ({
    subject: `package ${entry.package}`,
    state: 'note',
    says: `missing; needed for ${entry.neededFor}`,
    mend: `sudo apt-get install ${entry.package}`,
  }));
}
