export function compileNaudiodon(build: {
  compiler: string;
  /** Of the package naudiodon, with its sources. */
  folder: string;
  /** Of node-api-headers. */
  headers: string;
  library: string;
  output: string;
}): void;
