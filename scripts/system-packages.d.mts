export interface SystemPackage {
  /** Debian's name. */
  package: string;
  /** Its name in newer releases. */
  laterNamed?: string;
  neededFor: string;
  /** The tests that are skipped without it. */
  tests: string;
  testsOnly?: boolean;
}

/** The entries of system-packages.json that this machine needs and does not have. */
export function missingPackages(): SystemPackage[];
