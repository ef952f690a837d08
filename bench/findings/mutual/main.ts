// Mutual learning by itself, before `npm run findings` has it:
//   tsx bench/findings/mutual/main.ts [-o FOLDER] [--seed NUMBER]… [--clips NUMBER] [--only passages|events]
// Fleets, encoders, rendered recordings and results are kept in FOLDER; the same command goes on where it was stopped.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openTrainingBackend } from '../../../src/training/training-backend.js';
import { baseEncoder, keptFleet, meanEmbedding } from './base-encoder.js';
import { eventsJob, poolEvents } from './events.js';
import { passagesJob, poolPassages } from './passages.js';
import { EVENTS_CONFIG, PASSAGES_CONFIG } from './settings.js';
import { eventsText, passagesText } from './tables.js';

const { values } = parseArgs({
  options: {
    output: { type: 'string', short: 'o', default: join(tmpdir(), 'hullprint-mutual') },
    seed: { type: 'string', multiple: true, default: ['1'] },
    clips: { type: 'string', default: '6000' },
    only: { type: 'string' },
  },
});
const folder = values.output;
mkdirSync(folder, { recursive: true });
const backend = await openTrainingBackend();
console.log(`computing on ${backend.name}: ${backend.device}`);

const seeds = values.seed.map(Number);
const results = [];
for (const seed of seeds) results.push(await resultsOf(seed));
if (values.only !== 'events')
  console.log(passagesText(poolPassages(results.map(({ passages }) => passages!))));
if (values.only !== 'passages') console.log(eventsText(poolEvents(results.map(({ events }) => events!))));

async function resultsOf(seed: number) {
  const fleet = await keptFleet({ seed, clips: Number(values.clips), workers: 2 }, folder);
  const encoder = await baseEncoder(fleet, join(folder, `encoder-${seed}`));
  const part = (side: string) => fleet.filter((recording) => recording.side === side);
  const passages =
    values.only === 'events'
      ? null
      : await kept(`passages-${seed}.json`, async () => {
          const centre = await meanEmbedding(encoder, part('encoder'));
          return passagesJob({ ...PASSAGES_CONFIG, seed }, encoder, part('heads'), centre);
        });
  const events =
    values.only === 'passages'
      ? null
      : await kept(`events-${seed}.json`, () => eventsJob({ ...EVENTS_CONFIG, seed }, encoder, folder));
  encoder.dispose();
  return { passages, events };
}

/** The result of an earlier run, or of this one. */
async function kept<Result>(name: string, make: () => Promise<Result>): Promise<Result> {
  const path = join(folder, name);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Result;
  const made = await make();
  writeFileSync(path, JSON.stringify(made));
  return made;
}
