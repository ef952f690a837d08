import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readIndex } from '../datasets/index-file.js';
import type { Split } from '../datasets/split.js';
import { splitText } from '../datasets/split-file.js';
import type { ManifestDraft } from '../embedding/manifest.js';
import { sha256 } from '../embedding/model-folder.js';
import { writeModelFolder } from '../embedding/write-model-folder.js';
import { ExitCode, HullprintError } from '../errors.js';
import { evaluateRecordings } from '../evaluation/evaluate.js';
import { loadEvaluatedModel } from '../evaluation/evaluated-model.js';
import { manifestScores } from '../evaluation/manifest-scores.js';
import { summarise } from '../evaluation/summary.js';
import { fewShotOptions } from '../training/few-shot/training-options.js';
import { hearShip } from '../training/ships/recorded-ships.js';
import { shipFolder } from '../training/ships/ship-folder.js';
import type { ShipProvenance } from '../training/ships/ship-provenance.js';
import type { ShipRecording } from '../training/ships/ship-recording.js';
import { SHIP_OPTIONS, type ShipSides, trainShips } from '../training/ships/ship-training.js';
import { simulateFleet } from '../training/ships/simulated-fleet.js';
import { openTrainingBackend } from '../training/training-backend.js';
import { addFewShotOptions, commandOf, type FewShotFlags } from './few-shot-flags.js';
import { progressBar } from './progress.js';
import { refuseSeen } from './seen-option.js';
import { splitDataSet } from './survey-data-set.js';
import { FEWEST_SITES, SITES_SEED, trainPriorWithProgress } from './train-recorder-prior.js';

const OTHER_VESSELS =
  'Give --score-on recordings of other vessels, or leave it out: the test side of the split is scored anyway.';

/** Adds `hullprint train few-shot`. */
export function trainFewShotCommand(train: Command): void {
  const command = train
    .command('few-shot')
    .description('train the few-shot network and its heads; goes on where it was stopped')
    .action(run);
  addFewShotOptions(command);
}

async function run(flags: FewShotFlags): Promise<void> {
  const { data, simulated, output, scoreOn, seed } = flags;
  refuseWithoutData(flags);
  refuseKindsAlone(flags);
  // A missing recording is told before the training, not after it.
  const toScore = scoreOn === undefined ? null : await readIndex(scoreOn);
  const split =
    data === undefined ? null : await splitDataSet(data, flags, { seed, validation: 0.15, test: 0.15 });
  if (toScore && split) await refuseSeen(toScore, split, { subject: scoreOn!, hint: OTHER_VESSELS });
  const recorded = split ? await hearSplit(split, flags.clipsPerRecording) : [];
  const fleet = simulated === undefined ? [] : await hearFleet(simulated, flags);
  const { objective, episodes, ways, learningRate, filters, pretexts } = flags;
  const { warmUpEpisodes } = flags;
  const supervisedEpisodes = flags.supervisedEpisodes || undefined;
  const stages = { supervisedEpisodes, warmUpEpisodes, episodes, pretexts };
  const given = { objective, ...stages, ways, learningRate, filters, seed };
  const options = fewShotOptions.parse({ ...SHIP_OPTIONS, ...given });
  const sources = sourcesOf(flags, split);
  const backend = await openTrainingBackend();
  for (const { backend: name, reason } of backend.skipped)
    console.error(`hullprint: not on ${name}: ${reason}`);
  const bar = progressBar(options.episodes, `episodes on ${backend.name}`);
  const trained = await trainShips({
    sides: sidesOf(fleet, recorded),
    options,
    data: sources.map(({ name, identity }) => `${name}: ${identity}`).join('; '),
    folder: flags.work ?? `${resolve(output)}-training`,
    copies: flags.copies,
    onEpisode: (episode) => bar.update(episode),
  }).finally(() => bar.stop());
  const { sites, workers } = flags;
  const prior =
    sites < FEWEST_SITES ? null : await trainPriorWithProgress({ seed: SITES_SEED, sites, workers });
  const provenance: ShipProvenance = {
    name: flags.name,
    command: commandOf(flags),
    options,
    backend: backend.name,
    data: sources,
    prior,
    scores: [],
    licence: flags.licence,
    split: split && splitText(split),
  };
  const write = async (scores: ManifestDraft['scores']) => {
    const { draft, files } = shipFolder(trained, { ...provenance, scores });
    return writeModelFolder(output, draft, files);
  };
  let folder = await write([]);
  const sets = [
    { on: 'test vessels of the split', recordings: split?.sides.test ?? [] },
    { on: 'other recordings', recordings: toScore ?? [] },
  ];
  const scores: ManifestDraft['scores'] = [];
  for (const { on, recordings } of sets) {
    if (recordings.length === 0) continue;
    const summary = summarise(
      await evaluateRecordings(recordings, await loadEvaluatedModel(resolve(output))),
    );
    scores.push(...manifestScores(`${summary.scored} ${on}`, summary));
  }
  if (scores.length > 0) folder = await write(scores);
  for (const { on, measure, value, of } of folder.manifest.scores) {
    console.log(`${on}: ${measure} ${value}${of === undefined ? '' : ` of ${of}`}`);
  }
  console.log(`${output}: ${folder.identity}`);
}

/** The test side is not heard: it is judged when all is done. */
async function hearSplit({ sides }: Split, most: number): Promise<ShipRecording[]> {
  const bar = progressBar(sides.training.length + sides.validation.length, 'recordings heard');
  const heard: ShipRecording[] = [];
  try {
    for (const side of ['training', 'validation'] as const) {
      for (const recording of sides[side]) {
        heard.push(await hearShip(recording, side, most));
        bar.increment();
      }
    }
    return heard;
  } finally {
    bar.stop();
  }
}

function hearFleet(clips: number, { seed, workers }: FewShotFlags): Promise<ShipRecording[]> {
  const bar = progressBar(clips, 'clips');
  return simulateFleet({ seed, clips, workers, onProgress: (done) => bar.update(done) }).finally(() =>
    bar.stop(),
  );
}

/** Recordings are few: heads read what the encoder learnt from, and one set of vessels both stops it and calibrates. */
function sidesOf(fleet: readonly ShipRecording[], recorded: readonly ShipRecording[]): ShipSides {
  const of = (...sides: string[]) => [...fleet, ...recorded].filter(({ side }) => sides.includes(side));
  return {
    encoder: of('encoder', 'training'),
    validation: of('held', 'validation'),
    heads: of('heads', 'training'),
    held: of('held', 'validation'),
  };
}

function sourcesOf({ data, simulated, seed }: FewShotFlags, split: Split | null): ManifestDraft['data'] {
  return [
    ...(simulated === undefined
      ? []
      : [{ name: 'simulated fleet', identity: `simulateFleet, seed ${seed}, ${simulated} clips` }]),
    ...(split === null ? [] : [{ name: data!, identity: `split sha256:${sha256(splitText(split))}` }]),
  ];
}

function refuseKindsAlone({ supervisedEpisodes = 0, episodes, output }: FewShotFlags): void {
  if (supervisedEpisodes < episodes) return;
  throw new HullprintError({
    operation: 'train',
    subject: output,
    reason: `all ${episodes} episodes (--episodes) would name kinds alone, and none tell vessels apart`,
    hint: 'Give fewer --supervised-episodes.',
    exitCode: ExitCode.usage,
  });
}

function refuseWithoutData({ data, simulated, lengths, split, output }: FewShotFlags): void {
  if (data !== undefined) return;
  const ofData = lengths !== undefined || split !== undefined;
  if (simulated !== undefined && !ofData) return;
  throw new HullprintError({
    operation: 'train',
    subject: output,
    reason: ofData ? '--lengths and --split are of a data set' : 'there is nothing to learn from',
    hint: ofData ? 'Give --data PATH too.' : 'Give --data PATH, --simulated CLIPS, or both.',
    exitCode: ExitCode.usage,
  });
}
