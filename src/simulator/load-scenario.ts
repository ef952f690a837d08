import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { ExitCode, HullprintError } from '../errors.js';
import { type Scenario, scenarioSchema } from './scenario.js';
import { SCENARIOS } from './scenarios.js';

/**
 * The scenario that a name or a path means: one that comes with hullprint, or a YAML or JSON file.
 *
 * @throws HullprintError with exit code 66 when there is neither, 78 when the file does not fit the schema
 */
export function loadScenario(nameOrPath: string): Scenario {
  if (Object.hasOwn(SCENARIOS, nameOrPath)) return scenarioSchema.parse(SCENARIOS[nameOrPath]);
  let text: string;
  try {
    text = readFileSync(nameOrPath, 'utf8');
  } catch (cause) {
    const names = Object.keys(SCENARIOS).join(', ');
    throw new HullprintError({
      operation: 'simulate',
      subject: nameOrPath || '(nothing)',
      reason: `neither a scenario of that name nor a file that can be read`,
      hint: `Take one of ${names}, or give the path of a YAML file`,
      exitCode: ExitCode.noInput,
      cause,
    });
  }
  return parseScenario(text, nameOrPath);
}

function parseScenario(text: string, path: string): Scenario {
  const document = parseDocument(text);
  const flaw = document.errors[0];
  if (flaw) throw unfit(path, flaw.message.split('\n')[0]!);
  const result = scenarioSchema.safeParse(document.toJS());
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw unfit(path, `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  }
  return result.data;
}

function unfit(path: string, reason: string): HullprintError {
  return new HullprintError({
    operation: 'simulate',
    subject: path,
    reason,
    hint: 'Mend it there',
    exitCode: ExitCode.configuration,
  });
}
