import { expect, test } from 'vitest';
import { EnrolledClasses } from '../../src/prototypes/enrolled-classes.js';
import { plainSpace } from '../../src/prototypes/plain-space.js';
import { VesselSpace } from '../../src/prototypes/vessel-space.js';
import { Random } from '../../src/simulator/random.js';
import { fitVesselTier, type VesselRecording } from '../../src/training/vessel-space-fit.js';

const point = (recordings: number, reach: number) => ({
  ...{ recordings, reach, even: 0.9, softness: 0.1, recognised: 0.8, strangers: 0.02 },
});
const space = new VesselSpace({
  tiers: [
    {
      tier: 0,
      mean: [1, 1],
      // The first coordinate scatters by 4 between recordings, the second by 1, together a little.
      whitening: [[0.25], [-0.1, 1]],
      operating: [point(1, 0.6), point(3, 0.8)],
      compared: [],
    },
  ],
});
const at = (x: number, y: number, tier = 0) => Float32Array.of(x, y, tier);

test('what scatters between recordings counts less, and only the direction from the mean counts', () => {
  const place = space.place(at(9, 1))!; // (8, 0) from the mean: whitened (2, −0.8)
  expect([...place].map((each) => each.toFixed(4))).toEqual(['0.9285', '-0.3714']);
  expect(space.distance(place, space.place(at(5, 1))!)).toBeCloseTo(0, 6);
  const opposite = space.place(at(-3, 1))!;
  expect(space.distance(place, opposite)).toBeCloseTo(2, 6);
});

test('each recording counts the same, however many windows it has', () => {
  const centre = space.centre([[at(5, 1), at(5, 1), at(5, 1)], [at(1, 3)]]);
  const even = space.centre([[at(5, 1)], [at(1, 3)]]);
  expect([...centre]).toEqual([...even]);
});

test('the reach is that of the number of recordings, or of the next fewer that was tried', () => {
  const windows = [at(5, 1)];
  const reachOf = (recordings: number) => space.meaning(Array(recordings).fill(windows)).reach;
  expect([1, 2, 3, 12].map(reachOf)).toEqual([0.6, 0.6, 0.8, 0.8]);
  expect(space.meaning([windows]).confidence(0.9)).toBeCloseTo(0.5, 12);
  expect(space.meaning([windows]).confidence(0.8)).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
});

test('a bandwidth that the space does not know is compared with nothing', () => {
  const classes = new EnrolledClasses(
    [{ name: 'ferry', size: 'big', recordings: [[at(5, 1), at(5, 1, 1)], [at(5, 1, 1)]] }],
    space,
  );
  expect(classes.nearest(at(5, 1, 1))).toEqual([]);
  expect(classes.recognise(at(5, 1))).toMatchObject({ name: 'ferry' });
});

/** Vessels that differ in two directions, recordings that differ far more in a third. */
function fleet(seed: string, vessels: number): VesselRecording[] {
  const random = new Random(seed);
  return Array.from({ length: vessels }, (_, vessel) => {
    const own = Array.from({ length: 6 }, () => random.normal());
    return Array.from({ length: 8 }, (): VesselRecording => {
      const place = 5 * random.normal();
      const windows = Array.from({ length: 4 }, () =>
        Float32Array.of(...own.map((each) => each + 0.3 * random.normal()), place + 0.3 * random.normal(), 0),
      );
      return { vessel: `v${vessel}`, size: vessel % 2 ? 'big' : 'small', windows };
    });
  }).flat();
}

test('fitted on one fleet it tells the vessels of another, names as few strangers as it says, and beats the plain prototype', () => {
  const tier = fitVesselTier(fleet('base', 24));
  const auroc = (head: string, recordings: number) =>
    tier.compared.find((each) => each.head === head && each.recordings === recordings)!.auroc;
  for (const recordings of [1, 3])
    expect(auroc('unit length after S_r', recordings)).toBeGreaterThan(
      auroc('nearest prototype', recordings),
    );
  const learnt = new VesselSpace({ tiers: [tier] });
  const other = fleet('other', 24);
  const named = (classSpace: typeof learnt | typeof plainSpace) => {
    const counts = { own: 0, owns: 0, strange: 0, strangers: 0 };
    for (let vessel = 0; vessel < 24; vessel++) {
      const name = `v${vessel}`;
      const support = other.filter((each) => each.vessel === name).slice(0, 3);
      const recordings = support.map(({ windows }) => windows);
      const classes = new EnrolledClasses([{ name, size: 'big', recordings }], classSpace);
      for (const { vessel: asked, windows } of other.filter((each) => !support.includes(each))) {
        const is = windows.filter((window) => classes.recognise(window)).length > windows.length / 2;
        if (asked === name) {
          counts.own += Number(is);
          counts.owns++;
        } else {
          counts.strange += Number(is);
          counts.strangers++;
        }
      }
    }
    return { recognised: counts.own / counts.owns, strangers: counts.strange / counts.strangers };
  };
  expect(named(learnt).recognised).toBeGreaterThan(0.8);
  expect(named(learnt).strangers).toBeLessThan(0.06);
  expect(named(plainSpace).recognised).toBeLessThan(named(learnt).recognised);
});
