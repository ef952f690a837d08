import { areaUnderCurve } from '../../src/evaluation/demon-area.js';
import type { Size } from '../../src/prototypes/assessment.js';
import type { ClassSpace } from '../../src/prototypes/class-space.js';
import { EnrolledClasses } from '../../src/prototypes/enrolled-classes.js';
import { Random } from '../../src/simulator/random.js';

/** A recording as a model embeds it. */
export interface Heard {
  vessel: string;
  size: Size;
  windows: Float32Array[];
}

/** What became of the recordings that one enrolled vessel was tried on. */
export interface Trial {
  otherAuc: number;
  seaAuc: number;
  recognised: number;
  othersNamed: number;
  seaNamed: number;
  /** Others that would bear the name: as the proof foretells it from half of them, and as it came of the other half. */
  foretold: number;
  came: number;
  /** Recordings that bear the name, as many of the vessel's own asked as of others. */
  named: { confidence: number; right: boolean }[];
}

const WAYS = 5;
const EPISODES = 600;

const shipsOf = (heard: readonly Heard[]) => heard.filter(({ size }) => size !== 'none');
const vesselsOf = (heard: readonly Heard[]) => [...new Set(shipsOf(heard).map(({ vessel }) => vessel))];

/** Each vessel in turn is the only one that is enrolled, from its first recordings. */
export function trialsOf(heard: readonly Heard[], shots: number, space: ClassSpace): Trial[] {
  const seas = heard.filter(({ size }) => size === 'none');
  const random = new Random('enrolment strangers');
  return vesselsOf(heard).map((name) => {
    const own = heard.filter(({ vessel }) => vessel === name);
    const others = shipsOf(heard).filter(({ vessel }) => vessel !== name);
    const recordings = own.slice(0, shots).map(({ windows }) => windows);
    const classes = new EnrolledClasses([{ name, size: own[0]!.size, recordings }], space);
    const asked = own.slice(shots);
    const nearness = (group: readonly Heard[]) =>
      group.map(({ windows }) => -medianDistance(classes, windows));
    const named = (group: readonly Heard[]) =>
      group.map(({ windows }) => confidenceIn(classes, windows)).filter((each) => each !== null);
    const halves = [0, 1].map((half) => others.filter((_, i) => i % 2 === half));
    const strangers = asked.map(() => random.choice(others));
    return {
      otherAuc: areaUnderCurve(nearness(asked), nearness(others))!,
      seaAuc: areaUnderCurve(nearness(asked), nearness(seas))!,
      recognised: named(asked).length / asked.length,
      othersNamed: named(others).length / others.length,
      seaNamed: named(seas).length / seas.length,
      // The proof has one vector a passage, the mean of its windows.
      foretold: halves[0]!.filter(({ windows }) => classes.recognise(meanWindow(windows)) !== null).length,
      came: named(halves[1]!).length,
      named: [
        ...named(asked).map((confidence) => ({ confidence, right: true })),
        ...named(strangers).map((confidence) => ({ confidence, right: false })),
      ],
    };
  });
}

/** Share of the recordings of five enrolled vessels that lie nearest to their own, in each episode. */
export function waysOf(heard: readonly Heard[], shots: number, space: ClassSpace): number[] {
  const random = new Random('enrolment ways');
  const byVessel = vesselsOf(heard).map((name) => heard.filter(({ vessel }) => vessel === name));
  return Array.from({ length: EPISODES }, () => {
    const chosen = new Set<Heard[]>();
    while (chosen.size < WAYS) chosen.add(random.choice(byVessel));
    const classes = new EnrolledClasses(
      [...chosen].map((own) => ({
        name: own[0]!.vessel,
        size: own[0]!.size,
        recordings: own.slice(0, shots).map(({ windows }) => windows),
      })),
      space,
    );
    const asked = [...chosen].map((own) => random.choice(own.slice(shots)));
    return asked.filter(({ vessel, windows }) => nearestOf(classes, windows) === vessel).length / WAYS;
  });
}

function meanWindow(windows: readonly Float32Array[]): Float32Array {
  return windows[0]!.map((_, i) => windows.reduce((sum, each) => sum + each[i]!, 0) / windows.length);
}

function medianDistance(classes: EnrolledClasses, windows: readonly Float32Array[]): number {
  const distances = windows.map((window) => classes.nearest(window)[0]?.distance ?? Number.POSITIVE_INFINITY);
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)]!;
}

/** The class with the least mean distance. */
function nearestOf(classes: EnrolledClasses, windows: readonly Float32Array[]): string {
  const sums = new Map<string, number>();
  for (const window of windows)
    for (const { class: name, distance } of classes.nearest(window))
      sums.set(name, (sums.get(name) ?? 0) + distance);
  return [...sums].reduce((least, each) => (each[1] < least[1] ? each : least))[0];
}

/** As a node says it of a passage: mean over all windows, where most bear the name; else null. */
function confidenceIn(classes: EnrolledClasses, windows: readonly Float32Array[]): number | null {
  const named = windows.map((window) => classes.recognise(window)).filter((each) => each !== null);
  if (named.length <= windows.length / 2) return null;
  return named.reduce((sum, { confidence }) => sum + confidence, 0) / windows.length;
}
