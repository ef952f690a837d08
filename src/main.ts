#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { classifyCommand } from './commands/classify.js';
import { configCommand } from './commands/config.js';
import { demoCommand } from './commands/demo.js';
import { demonCommand } from './commands/demon.js';
import { devicesCommand } from './commands/devices.js';
import { doctorCommand } from './commands/doctor.js';
import { evaluateCommand } from './commands/evaluate.js';
import { evaluateDemonCommand } from './commands/evaluate-demon.js';
import { levelsCommand } from './commands/levels.js';
import { renderCommand } from './commands/render.js';
import { runCommand } from './commands/run.js';
import { trainCommand } from './commands/train.js';
import { ExitCode, HullprintError } from './errors.js';
import { version } from './version.js';

const program = new Command('hullprint')
  .description('listens to hydrophones and says which ships pass')
  .version(version)
  .option('--debug', 'print stack traces')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

runCommand(program);
demoCommand(program);
devicesCommand(program);
doctorCommand(program);
configCommand(program);
classifyCommand(program);
levelsCommand(program);
demonCommand(program);
renderCommand(program);
evaluateCommand(program);
evaluateDemonCommand(program);
trainCommand(program);

// A reader that stops early (`hullprint levels … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : ExitCode.usage;
  } else if (error instanceof HullprintError) {
    console.error(program.opts().debug ? error : `hullprint: ${error.message}`);
    process.exitCode = error.exitCode;
  } else {
    console.error(
      program.opts().debug
        ? error
        : `hullprint: ${(error as Error).message} (--debug tells where this happened)`,
    );
    process.exitCode = ExitCode.software;
  }
}
