import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ExitCode, HullprintError } from '../errors.js';
import { analysisRateHz } from './analysis.js';
import { LEAF_PARAMETERS, type Leaf, mapLeafParameters } from './leaf-parameters.js';

const values = z.array(z.number()).min(1);

const schema = z
  .strictObject({
    sampleRateHz: z.literal(analysisRateHz),
    windowSamples: z
      .int()
      .min(3)
      .refine((length) => length % 2 === 1, 'it is an odd number'),
    strideSamples: z.int().positive(),
    parameters: z.strictObject(mapLeafParameters(() => values)),
  })
  .refine(({ parameters }) => new Set(LEAF_PARAMETERS.map((name) => parameters[name].length)).size === 1, {
    path: ['parameters'],
    message: 'each holds one number a filter',
  });

/** Gives parameters of LEAF as JSON text. */
export function formatLeaf({ windowSamples, strideSamples, parameters }: Leaf): string {
  const rows = LEAF_PARAMETERS.map((name) => `    "${name}": ${JSON.stringify([...parameters[name]])}`);
  return `{
  "sampleRateHz": ${analysisRateHz},
  "windowSamples": ${windowSamples},
  "strideSamples": ${strideSamples},
  "parameters": {
${rows.join(',\n')}
  }
}
`;
}

/** Reads what `formatLeaf` gave. Throws HullprintError: 66 when the file cannot be read, 65 when it holds something else. */
export async function readLeaf(path: string): Promise<Leaf> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw badFile(path, reason, ExitCode.noInput, cause);
  });
  const result = schema.safeParse(parseJson(text, path));
  if (!result.success) {
    const { path: key, message } = result.error.issues[0]!;
    throw badFile(path, `${key.join('.') || 'it'}: ${message}`, ExitCode.data);
  }
  const { windowSamples, strideSamples, parameters } = result.data;
  return {
    windowSamples,
    strideSamples,
    parameters: mapLeafParameters((name) => Float64Array.from(parameters[name])),
  };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badFile(path, (cause as Error).message, ExitCode.data, cause);
  }
}

function badFile(path: string, reason: string, exitCode: ExitCode, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: 'read parameters of LEAF from',
    subject: path,
    reason,
    hint: 'Name the leaf.json that hullprint train leaf wrote.',
    exitCode,
    cause,
  });
}
