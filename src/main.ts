#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { ExitCode, HullprintError } from './errors.js';
import { version } from './version.js';

/** What each command does, and where it is: only the one that is called is loaded. */
const commands: Record<string, { does: string; load: () => Promise<(command: Command) => void> }> = {
  run: {
    does: 'listen and publish until told to stop',
    load: async () => (await import('./commands/run.js')).runCommand,
  },
  demo: {
    does: 'listen to a simulated harbour, with a broker of its own, and tell what passes',
    load: async () => (await import('./commands/demo.js')).demoCommand,
  },
  devices: {
    does: 'list the sound devices that portaudio: can listen to',
    load: async () => (await import('./commands/devices.js')).devicesCommand,
  },
  listen: {
    does: 'hear a channel in the terminal: level, peak, what is wrong, spectrum',
    load: async () => (await import('./commands/listen.js')).listenCommand,
  },
  calibrate: {
    does: 'find the sensitivity of a channel from the tone of a pistonphone or another calibrator',
    load: async () => (await import('./commands/calibrate.js')).calibrateCommand,
  },
  doctor: {
    does: 'check what hullprint needs here, each with its mend',
    load: async () => (await import('./commands/doctor.js')).doctorCommand,
  },
  native: {
    does: 'build TensorFlow into hullprint, on which networks train and run fastest',
    load: async () => (await import('./commands/native.js')).nativeCommand,
  },
  config: {
    does: 'check a configuration, or print what it may hold',
    load: async () => (await import('./commands/config.js')).configCommand,
  },
  backup: {
    does: 'write what a node has learnt, and its configuration, into one file; the daemon may run',
    load: async () => (await import('./commands/backup.js')).backupCommand,
  },
  restore: {
    does: 'put a backup into the state folder of a node',
    load: async () => (await import('./commands/restore.js')).restoreCommand,
  },
  classify: {
    does: 'say of each recording whether a big ship, a small one or none was heard',
    load: async () => (await import('./commands/classify.js')).classifyCommand,
  },
  levels: {
    does: 'sound pressure level and decidecade levels of a recording, with percentiles',
    load: async () => (await import('./commands/levels.js')).levelsCommand,
  },
  demon: {
    does: 'DEMON spectrum of a recording, with shaft rate and blade count',
    load: async () => (await import('./commands/demon.js')).demonCommand,
  },
  render: {
    does: 'draw a recording: spectrogram, feature patch and DEMON spectrum',
    load: async () => (await import('./commands/render.js')).renderCommand,
  },
  evaluate: {
    does: 'judge the recordings of an index and compare with their labels',
    load: async () => (await import('./commands/evaluate.js')).evaluateCommand,
  },
  dataset: {
    does: 'tell what a data set holds, split it by vessel, time or site, check a split for leaks',
    load: async () => (await import('./commands/dataset.js')).datasetCommand,
  },
  'evaluate-demon': {
    does: 'score shaft rate, blade count and trust on labelled DEMON spectra',
    load: async () => (await import('./commands/evaluate-demon.js')).evaluateDemonCommand,
  },
  history: {
    does: 'list the passages that a node has heard, as a table, CSV, Raven selections or JSON',
    load: async () => (await import('./commands/history.js')).historyCommand,
  },
  token: {
    does: 'make the token that the page and programs need to change things on a node',
    load: async () => (await import('./commands/token.js')).tokenCommand,
  },
  enroll: {
    does: 'teach a node a vessel class from a few recordings, and tell what that brings',
    load: async () => (await import('./commands/enroll.js')).enrollCommand,
  },
  label: {
    does: 'teach a node a vessel class from passages that it has heard',
    load: async () => (await import('./commands/label.js')).labelCommand,
  },
  'replay-ais': {
    does: 'send a recording of AIS to a node, as a receiver would',
    load: async () => (await import('./commands/replay-ais.js')).replayAisCommand,
  },
  classes: {
    does: 'list, rename, merge and remove what was enrolled, with a way back',
    load: async () => (await import('./commands/classes.js')).classesCommand,
  },
  collect: {
    does: 'write what many nodes publish into PostgreSQL, each event once',
    load: async () => (await import('./commands/collect.js')).collectCommand,
  },
  simulate: {
    does: 'write a simulated scene: recordings with an index, truth by the second and AIS',
    load: async () => (await import('./commands/simulate.js')).simulateCommand,
  },
  train: {
    does: 'fit a model',
    load: async () => (await import('./commands/train.js')).trainCommand,
  },
};

const called = process.argv.slice(2).find((word) => Object.hasOwn(commands, word));

const program = new Command('hullprint')
  .description('listens to hydrophones and says which ships pass')
  .version(version)
  .option('--debug', 'print stack traces')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .configureOutput({
    outputError: (text, write) => {
      const what = text
        .trim()
        .replace(/^error: |\.$/g, '')
        .replaceAll('\n', ' ');
      write(`hullprint: ${what}. hullprint ${called ? `${called} ` : ''}--help tells what there is\n`);
    },
  });

// A reader that stops early (`hullprint levels … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  const failure = new HullprintError({
    operation: 'write',
    subject: 'standard output',
    reason: error.code === 'ENOSPC' ? 'the disk is full' : error.message,
    hint: 'Send it to another place',
    exitCode: ExitCode.io,
    cause: error,
  });
  process.exit(tell(failure));
});

try {
  for (const [name, { does, load }] of Object.entries(commands)) {
    const command = program.command(name).description(does);
    if (name === called) (await load().catch(packageMissing))(command);
  }
  await program.parseAsync();
} catch (error) {
  // What a failed command leaves behind (a socket, a child process) must not keep it alive.
  process.exit(tell(error));
}

/** SQLite and the canvas are packages of their own for each platform, optional to npm: it may have left them out. */
function packageMissing(cause: Error & { code?: string }): never {
  const [what] = cause.message.split('\n');
  if (!cause.code?.endsWith('MODULE_NOT_FOUND') && !what!.includes('native binding')) throw cause;
  throw new HullprintError({
    operation: 'load',
    subject: `the packages of ${called}`,
    reason: what!.split('. ')[0]!,
    hint: 'Install again with optional packages: npm ci --include=optional',
    exitCode: ExitCode.unavailable,
    cause,
  });
}

/** Says what went wrong in one line; gives the exit code. */
function tell(error: unknown): number {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : ExitCode.usage;
  const known = error instanceof HullprintError;
  const line = (error as Error).message + (known ? '' : ' (--debug tells where this happened)');
  console.error(program.opts().debug ? error : `hullprint: ${line}`);
  return known ? error.exitCode : ExitCode.software;
}
