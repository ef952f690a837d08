import type { Command } from 'commander';
import { newNativeFolder } from '../embedding/backends/native-folder.js';
import { installTfjsNode } from '../native/install-tfjs-node.js';

export function nativeCommand(command: Command): void {
  command
    .command('install')
    .description('build the native backend against the TensorFlow of a Python wheel; needs g++ and python3')
    .option(
      '--wheel <file>',
      'TensorFlow 2.12 or later, such as NVIDIA’s for a Jetson; else PyPI’s is downloaded',
    )
    .action(({ wheel }: { wheel?: string }) => {
      const say = (line: string) => console.log(line);
      say(installTfjsNode(newNativeFolder(), { ...(wheel !== undefined && { wheel }), say }));
    });
}
