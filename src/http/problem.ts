import { STATUS_CODES } from 'node:http';

/** A refusal in the form of RFC 9457. */
export interface Problem {
  title: string;
  status: number;
  detail?: string;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export function problem(status: number, detail?: string): Problem {
  return { title: STATUS_CODES[status] ?? 'Error', status, ...(detail && { detail }) };
}
