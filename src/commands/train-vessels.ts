import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { readIndex } from '../datasets/index-file.js';
import type { ManifestDraft } from '../embedding/manifest.js';
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
    .argument(
      '<models...>',
      `folders of models, or shipped ones; the file ${VESSELS_FILE} of each is written`,
    )
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

async function trainVessels(models: string[], { vessels, seed }: Options): Promise<void> {
  const folders = models.map((model) => resolveModel(model));
  // A model that cannot be read is told before the simulation, not after it.
  for (const folder of folders) await readModelFolder(folder);
  const scratch = mkdtempSync(join(tmpdir(), 'hullprint-vessels-'));
  try {
    const set = { seed, vessels, recordingsPerVessel: RECORDINGS, sites: SITES, seconds: SECONDS };
    const bar = progressBar(vessels * RECORDINGS, 'recordings');
    await writePassages(set, join(scratch, 'set'), (done, of) => {
      bar.setTotal(of);
      bar.update(done);
    }).finally(() => bar.stop());
    const identity = `planPassages, seed ${seed}, ${vessels} vessels, ${RECORDINGS} recordings each`;
    for (const folder of folders)
      await addVessels(folder, join(scratch, 'set', 'index.csv'), { name: DATA, identity });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function addVessels(path: string, index: string, source: ManifestDraft['data'][number]): Promise<void> {
  const tiers: VesselTier[] = [];
  for (const change of HEARINGS)
    tiers.push(fitVesselTier(await hear(index, path, change === null ? null : parseChange(change))));
  const { manifest, files } = await readModelFolder(path);
  const { formatVersion: _version, files: _hashes, ...draft } = manifest;
  const data = [...draft.data.filter(({ name }) => name !== source.name), source];
  const contents = { ...Object.fromEntries(files), [VESSELS_FILE]: JSON.stringify({ tiers }) };
  const folder = await writeModelFolder(path, { ...draft, data }, contents);
  console.log(`${path}: ${folder.identity}`);
  for (const { recordings, recognised, strangers } of tiers[0]!.operating) {
    const [own, others] = [100 * recognised, 100 * strangers].map((percent) => percent.toFixed(0));
    console.log(
      `  ${recordings} recordings: ${own} % of the others recognised, ${others} % of other vessels named`,
    );
  }
}

/** The ships of an index as a model embeds them, in windows of one tier of bandwidth. */
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
