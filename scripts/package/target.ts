/** What a machine is called by Debian, by Node and npm, and by its compiler. */
export interface Target {
  debian: 'amd64' | 'arm64';
  node: 'x64' | 'arm64';
  compilers: readonly string[];
}

export const targets: readonly Target[] = [
  { debian: 'amd64', node: 'x64', compilers: ['x86_64-linux-gnu-g++'] },
  { debian: 'arm64', node: 'arm64', compilers: ['aarch64-linux-gnu-g++'] },
];

/** Of the machine that this runs on; the first of the list for machines that hullprint has no package for. */
export function hostTarget(): Target {
  return targets.find(({ node }) => node === process.arch) ?? targets[0]!;
}
