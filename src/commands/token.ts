import type { Command } from 'commander';
import { newAccessToken } from '../store/access-token.js';
import { type NodeFlags, stateOf, stateOptions } from './node-options.js';

export function tokenCommand(command: Command): void {
  stateOptions(command).action((flags: NodeFlags) => {
    console.log(newAccessToken(stateOf(flags).folder));
    console.error(
      'Whoever bears this may change things on the node. It is not shown again; the one before is void.',
    );
  });
}
