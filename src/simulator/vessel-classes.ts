import type { VesselType } from './source-level.js';

/** By length: big from 100 m, small below 50 m, medium between. */
export type VesselSize = 'big' | 'medium' | 'small';

export function sizeOfLength(lengthM: number): VesselSize {
  if (lengthM >= 100) return 'big';
  return lengthM < 50 ? 'small' : 'medium';
}

/** From and to. */
export type Range = readonly [from: number, to: number];
export interface Particulars {
  speedKn: Range;
  shaftRpm: Range;
  lengthM: Range;
  draughtM: Range;
  blades: Range;
}

/** Ranges of the classes at sea and under way in port: shipping statistics; outboard shafts to 3000 rpm. */
export const PARTICULARS: Record<VesselType, Particulars> = {
  bulker: { speedKn: [9, 15], shaftRpm: [60, 110], lengthM: [140, 300], draughtM: [7, 16], blades: [4, 5] },
  container: {
    speedKn: [11, 24],
    shaftRpm: [70, 120],
    lengthM: [140, 400],
    draughtM: [8, 15],
    blades: [4, 6],
  },
  tanker: { speedKn: [8, 15], shaftRpm: [60, 120], lengthM: [110, 340], draughtM: [6, 18], blades: [4, 5] },
  'vehicle-carrier': {
    speedKn: [12, 20],
    shaftRpm: [70, 110],
    lengthM: [140, 220],
    draughtM: [7, 11],
    blades: [4, 5],
  },
  cruise: { speedKn: [10, 23], shaftRpm: [80, 150], lengthM: [180, 350], draughtM: [6, 9], blades: [4, 6] },
  passenger: {
    speedKn: [10, 22],
    shaftRpm: [90, 200],
    lengthM: [100, 210],
    draughtM: [4.5, 8],
    blades: [4, 5],
  },
  tug: { speedKn: [3, 13], shaftRpm: [120, 600], lengthM: [18, 42], draughtM: [2.5, 5], blades: [3, 5] },
  fishing: { speedKn: [3, 13], shaftRpm: [200, 700], lengthM: [8, 45], draughtM: [1.5, 5], blades: [3, 4] },
  recreational: {
    speedKn: [4, 35],
    shaftRpm: [600, 3000],
    lengthM: [4, 30],
    draughtM: [0.3, 1.8],
    blades: [3, 5],
  },
  naval: { speedKn: [8, 24], shaftRpm: [80, 220], lengthM: [60, 160], draughtM: [3, 7], blades: [4, 6] },
  government: {
    speedKn: [6, 18],
    shaftRpm: [120, 500],
    lengthM: [25, 90],
    draughtM: [2, 5.5],
    blades: [3, 5],
  },
  dredger: { speedKn: [2, 12], shaftRpm: [120, 300], lengthM: [50, 150], draughtM: [3, 9], blades: [4, 5] },
  other: { speedKn: [4, 25], shaftRpm: [200, 1200], lengthM: [8, 40], draughtM: [0.8, 3], blades: [3, 5] },
};
