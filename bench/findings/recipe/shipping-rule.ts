import type { Difference } from '../decision-rule.js';
import { direction } from '../words.js';

/** What an arm reaches less the recipe as it is: verdicts of the whole model, and each number of support recordings. */
export interface ArmDifferences<Arm extends string> {
  arm: Arm;
  differences: readonly Difference[];
}

/**
 * Chooses the arm that takes the place of the recipe: surely above it in one measure and surely below in none; of
 * several that whose mean difference is the greatest. Null where the recipe stays. Real recordings have a veto, which
 * is not in these figures.
 */
export function chooseArm<Arm extends string>(arms: readonly ArmDifferences<Arm>[]): Arm | null {
  const better = arms.filter(({ differences }) => {
    const directions = differences.map(direction);
    return directions.includes('above') && !directions.includes('below');
  });
  const mean = ({ differences }: ArmDifferences<Arm>) =>
    differences.reduce((sum, { difference }) => sum + difference, 0) / differences.length;
  return better.toSorted((a, b) => mean(b) - mean(a))[0]?.arm ?? null;
}
