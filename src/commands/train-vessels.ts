import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { readIndex } from '../datasets/index-file.js';
import { readModelFolder } from '../embedding/model-folder.js';
import { resolveModel } from '../embedding/resolve-model.js';
import { writeModelFolder } from '../embedding/write-model-folder.js';
import { type AudioChange, parseChange } from '../evaluation/audio-change.js';
import { hearCuts } from '../evaluation/recording.js';
import { loadModel } from '../model.js';
import type { Size } from '../prototypes/assessment.js';
import { tierOf } from '../prototypes/class-space.js';
import { VESSELS_FILE, type VesselTier } from '../prototypes/vessel-space.js';
import { writePassages } from '../simulator/output/write-passages.js';
import { fitVesselTier, type VesselRecording } from '../training/vessel-space-fit.js';
import { wholeNumber } from './number-option.js';
import { progressBar } from './progress.js';

const FEWEST_VESSELS = 8;
/** The reach of a class of five is fitted, and needs others to ask. */
const RECORDINGS = 8;
const SITES = 12;
const SECONDS = 15;
const DATA = 'simulated vessels';
/** As recorded, and as a recorder of half the bandwidth hears it. */
const HEARINGS = [null, 'rate8000'];

interface Options {
  vessels: number;
  seed: string;
}

/** Adds `hullprint train vessels`. */
export function trainVesselsCommand(command: Command): void {
  command
    .command('vessels')
    .description(
      'teach a model how recordings of one vessel differ, from simulated ones: enrolment rests on it',
    )
    .argument('<model>', `folder of a model, or a shipped one; its file ${VESSELS_FILE} is written`)
    .addOption(
      new Option(
        '--vessels <n>',
        `vessels to simulate, at least ${FEWEST_VESSELS}, ${RECORDINGS} recordings each`,
      )
        .default(96)
        .argParser(wholeNumber(FEWEST_VESSELS)),
    )
    .option('--seed <name>', 'other vessels', 'enrolment base')
    .action(trainVessels);
}

async function trainVessels(model: string, { vessels, seed }: Options): Promise<void> {
  const { path, manifest, files } = await readModelFolder(resolveModel(model));
  const scratch = mkdtempSync(join(tmpdir(), 'hullprint-vessels-'));
  try {
    const set = { seed, vessels, recordingsPerVessel: RECORDINGS, sites: SITES, seconds: SECONDS };
    const bar = progressBar(vessels * RECORDINGS, 'recordings');
    await writePassages(set, join(scratch, 'set'), (done, of) => {
      bar.setTotal(of);
      bar.update(done);
    }).finally(() => bar.stop());
    const tiers: VesselTier[] = [];
    for (const change of HEARINGS) {
      const heard = await hear(
        join(scratch, 'set', 'index.csv'),
        path,
        change === null ? null : parseChange(change),
      );
      tiers.push(fitVesselTier(heard));
    }
    const { formatVersion: _version, files: _hashes, ...draft } = manifest;
    const identity = `planPassages, seed ${seed}, ${vessels} vessels, ${RECORDINGS} recordings each`;
    const data = [...draft.data.filter(({ name }) => name !== DATA), { name: DATA, identity }];
    const contents = { ...Object.fromEntries(files), [VESSELS_FILE]: JSON.stringify({ tiers }) };
    const folder = await writeModelFolder(path, { ...draft, data }, contents);
    for (const { recordings, recognised, strangers } of tiers[0]!.operating)
      console.log(
        `${recordings} recordings: ${(100 * recognised).toFixed(0)} % of the others recognised where ${100 * strangers} % of other vessels are named`,
      );
    console.log(`${path}: ${folder.identity}`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The ships of an index as a model embeds them; all their windows are of the bandwidth that most have. */
async function hear(index: string, model: string, change: AudioChange | null): Promise<VesselRecording[]> {
  const { encoder, compression } = await loadModel(model);
  const ships = (await readIndex(index)).filter(({ size }) => size !== 'none');
  const bar = progressBar(ships.length, 'recordings heard');
  const heard: VesselRecording[] = [];
  for (const { files, vessel, size } of ships) {
    const { embeddings } = await hearCuts(files, encoder, { change, compression });
    heard.push({ vessel: vessel!, size: size as Size, windows: embeddings });
    bar.increment();
  }
  bar.stop();
  encoder.dispose();
  const tier = change === null ? 0 : tierOf(heard[0]!.windows[0]!);
  return heard
    .map((recording) => ({
      ...recording,
      windows: recording.windows.filter((each) => tierOf(each) === tier),
    }))
    .filter(({ windows }) => windows.length > 0);
}
