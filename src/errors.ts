/** Exit codes of sysexits(3) that hullprint uses. */
export const ExitCode = {
  usage: 64,
  data: 65,
  noInput: 66,
  unavailable: 69,
  software: 70,
  cannotCreate: 73,
  io: 74,
  configuration: 78,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export interface ErrorDetails {
  /** What was tried, as a verb phrase: "read recording". */
  operation: string;
  /** What it was tried on: a path, a device, a key. */
  subject: string;
  /** What is wrong with it. */
  reason: string;
  /** How a person can mend it. */
  hint: string;
  exitCode: ExitCode;
  cause?: unknown;
}

/** An error meant for a person: one line that says what, where and how to mend it. */
export class HullprintError extends Error {
  readonly operation: string;
  readonly subject: string;
  readonly reason: string;
  readonly hint: string;
  readonly exitCode: ExitCode;

  constructor(details: ErrorDetails) {
    super(`cannot ${details.operation} ${details.subject}: ${details.reason}. ${details.hint}`, {
      cause: details.cause,
    });
    this.name = 'HullprintError';
    this.operation = details.operation;
    this.subject = details.subject;
    this.reason = details.reason;
    this.hint = details.hint;
    this.exitCode = details.exitCode;
  }
}
