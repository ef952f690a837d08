import type { HydrophoneHealth } from '../decision/hydrophone-health.js';
import type { Heard } from '../health.js';

interface NewProblem {
  channel: string;
  problem: HydrophoneHealth['problems'][number]['problem'];
  advice: string;
}

/** Tells the problems of hydrophones once, when they appear. */
export class ProblemWatch {
  #known = new Set<string>();

  /** The problems that were not there when last asked. */
  newOnes(heard: readonly Heard[]): NewProblem[] {
    const all = heard.flatMap(({ channel }) =>
      (channel.account().health?.problems ?? []).map((each) => ({ channel: channel.name, ...each })),
    );
    const key = ({ channel, problem }: NewProblem) => `${channel} ${problem}`;
    const before = this.#known;
    this.#known = new Set(all.map(key));
    return all.filter((each) => !before.has(key(each)));
  }
}
