import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { loadConfig } from '../config.js';
import { DEFAULT_MODEL } from '../default-model.js';
import { stateFolder } from '../store/state-folder.js';

export const USUAL_CONFIG = '/etc/hullprint/hullprint.yaml';

export interface NodeFlags {
  config?: string;
  state?: string;
  model?: string;
}

/** Options that say which node's state is meant. */
export function stateOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', `configuration of the node; ${USUAL_CONFIG} when it is there`)
    .option('--state <folder>', 'state folder of the node, instead of what the configuration says');
}

/** Options that say which node's classes are meant. */
export function nodeOptions(command: Command): Command {
  return stateOptions(command).option('--model <name>', 'model, instead of what the configuration says');
}

/** The configuration that is meant: the named one, else the usual one where it is there, else `null`. */
function usualConfig(named?: string): string | null {
  return named ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : null);
}

/** Configuration and state folder that are meant. Throws HullprintError (66, 78) for a bad configuration. */
export function stateOf({ config: named, state }: Omit<NodeFlags, 'model'>): {
  config: string | null;
  folder: string;
} {
  const config = usualConfig(named);
  return {
    config,
    folder: state ?? stateFolder(config === null ? undefined : loadConfig(config).stateFolder),
  };
}

/** State folder and model of the node that is meant. Throws HullprintError (66, 78) for a bad configuration. */
export function nodeOf({ config, state, model }: NodeFlags): { folder: string; model: string } {
  const path = state && model ? (config ?? null) : usualConfig(config);
  const read = path === null ? null : loadConfig(path);
  return {
    folder: state ?? stateFolder(read?.stateFolder),
    model: model ?? read?.model ?? DEFAULT_MODEL,
  };
}
