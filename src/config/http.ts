import { z } from 'zod';

/** What is served over HTTP, and to whom. */
export const httpConfig = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Serve the page, its API, /metrics (Prometheus), /healthz and /readyz'),
    address: z
      .union([z.ipv4(), z.ipv6()], 'an IP address of this board')
      .default('127.0.0.1')
      .describe('Where to listen; other than loopback only with a token'),
    port: z.int().min(0).max(65_535).default(8765).describe('Port to listen at'),
    names: z
      .array(z.string().toLowerCase())
      .default([])
      .describe('Names that the node is asked by, besides its addresses, localhost and the board’s own name'),
    tokenSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal')
      .optional()
      .describe('SHA-256 of a token that also readers must bear: openssl rand -hex 32, then sha256sum'),
  })
  .refine(({ address, tokenSha256 }) => tokenSha256 || /^(127\.|::1$)/.test(address), {
    path: ['tokenSha256'],
    message: 'an address that others can reach needs a token',
  });
