import { createHash } from 'node:crypto';
import { type Command, Option } from 'commander';
import { deal } from '../datasets/deal.js';
import { Random } from '../simulator/random.js';
import {
  IMAGE_KINDS,
  type ImageExample,
  type ImageKind,
  readImageSet,
  withTurnedDomains,
} from '../training/few-shot/image-set.js';
import type { PatchSet } from '../training/few-shot/patch-set.js';
import { trainFewShot } from '../training/few-shot/trainer.js';
import { DEFAULT_FEW_SHOT_OPTIONS, fewShotOptions } from '../training/few-shot/training-options.js';
import { openTrainingBackend } from '../training/training-backend.js';
import { makeFolder } from './make-folder.js';
import { numberBetween, wholeNumber } from './number-option.js';
import { progressBar } from './progress.js';

interface Flags {
  output: string;
  kind: ImageKind;
  size: number;
  objective: 'siamese' | 'prototypical' | 'contrastive';
  episodes: number;
  ways: number;
  validationShare: number;
  seed: number;
}

/** Adds `hullprint train pictures`. */
export function trainPicturesCommand(train: Command): void {
  const defaults = DEFAULT_FEW_SHOT_OPTIONS;
  const command = train
    .command('pictures')
    .description(
      'train a few-shot network on pictures, such as render --leaf --plain draws; goes on where it was stopped',
    )
    .argument('<folder>', 'domain/class/picture.png: classes are told apart from those of their domain')
    .requiredOption('-o, --output <folder>', 'gets checkpoint.json with the weights, and curves.png')
    .addOption(
      new Option('--kind <kind>', 'drawings are turned and bent to learn from, spectrograms moved in time')
        .choices(IMAGE_KINDS)
        .default('spectrograms'),
    )
    .addOption(
      new Option('--objective <kind>', 'what an episode is judged by')
        .choices(['siamese', 'prototypical', 'contrastive'])
        .default(defaults.objective),
    );
  const option = (flags: string, does: string, value: unknown, parse: (text: string) => unknown) =>
    command.addOption(new Option(flags, does).default(value).argParser(parse));
  option('--size <pixels>', 'of the square that a picture is brought to', 35, wholeNumber(16));
  option('--episodes <n>', 'at most', defaults.episodes, wholeNumber(1));
  option('--ways <n>', 'classes in an episode, at most', defaults.ways, wholeNumber(2));
  option('--validation-share <x>', 'of the classes of each domain', 0.2, numberBetween(0.01, 0.9));
  option('--seed <n>', 'of the split, the first weights and the episodes', defaults.seed, wholeNumber(0));
  command.action(run);
}

async function run(folder: string, flags: Flags): Promise<void> {
  const { kind, objective, episodes, ways, seed } = flags;
  const set = await readImageSet(folder, flags.size, kind);
  const sides = splitClasses(set, flags);
  const options = fewShotOptions.parse({ ...DEFAULT_FEW_SHOT_OPTIONS, objective, episodes, ways, seed });
  console.log(`${folder}: ${classes(set)} classes of two pictures or more, in ${set.domains.length} domains`);
  await makeFolder(flags.output);
  const backend = await openTrainingBackend();
  for (const { backend: name, reason } of backend.skipped)
    console.error(`hullprint: not on ${name}: ${reason}`);
  const bar = progressBar(episodes, `episodes on ${backend.name}`);
  const { encoder, history } = await trainFewShot({
    options,
    data: identityOf(set, flags),
    training: kind === 'drawings' ? withTurnedDomains(sides.training) : sides.training,
    validation: sides.validation,
    folder: flags.output,
    onProgress: (episode) => bar.update(episode),
  }).finally(() => bar.stop());
  encoder.dispose();
  const errors = history.flatMap(({ validationError }) => validationError ?? []);
  console.log(
    errors.length === 0
      ? `${flags.output}: learnt ${classes(sides.training)} classes; too few to hold any out`
      : `${flags.output}: of ${classes(sides.validation)} classes never learnt, told apart by one picture each, ` +
          `${(100 * Math.min(...errors)).toFixed(1)} % wrong`,
  );
}

function classes({ domains }: PatchSet<ImageExample>): number {
  return domains.reduce((sum, one) => sum + one.classes.length, 0);
}

/** Other pictures, another size or split must not go on where a training stopped. */
function identityOf({ domains }: PatchSet<ImageExample>, { kind, size, validationShare }: Flags): string {
  const hash = createHash('sha256');
  for (const { name, classes } of domains)
    for (const { name: of, examples } of classes) {
      hash.update(JSON.stringify([name, of]));
      for (const { ink } of examples) hash.update(ink);
    }
  return `${kind} sha256:${hash.digest('hex')}, ${size} pixels, ${validationShare} of the classes held out`;
}

/** Holds out a share of each domain's classes; a domain with fewer than two of them is not validated on. */
function splitClasses(set: PatchSet<ImageExample>, { validationShare: validation, seed }: Flags) {
  const random = new Random(`pictures ${seed}`);
  const dealt = set.domains.map(({ name, classes }) => {
    const sides = deal(classes, { validation, test: 0 }, random.stream(name));
    return sides.validation.length < 2 || sides.training.length < 2
      ? { name, training: classes, validation: [] }
      : { name, ...sides };
  });
  const side = (of: 'training' | 'validation'): PatchSet<ImageExample> => ({
    ...set,
    domains: dealt
      .map((one) => ({ name: one.name, classes: one[of] }))
      .filter(({ classes }) => classes.length > 1),
  });
  return { training: side('training'), validation: side('validation') };
}
