import { expect, test } from 'vitest';
import { sizeOfVessel } from '../../src/datasets/vessel-size.js';

test.each([
  [49.9, 'small'],
  [50, 'medium'],
  [99.9, 'medium'],
  [100, 'big'],
] as const)('a vessel of %d m is %s, whatever its type', (lengthM, size) => {
  expect(sizeOfVessel(lengthM, 80)).toBe(size);
  expect(sizeOfVessel(lengthM, 'Tug')).toBe(size);
  expect(sizeOfVessel(lengthM, null)).toBe(size);
});

test.each([
  [[70, 76, 79, 80, 89], 'big'],
  [[30, 31, 32, 36, 37, 50, 51, 52], 'small'],
  [[0, 33, 35, 40, 49, 60, 69, 90], 'unlabelled'],
] as const)('without a length AIS types %j are %s', (codes, size) => {
  for (const code of codes) expect(sizeOfVessel(null, code)).toBe(size);
});

test.each([
  [['Cargo', 'Tanker ', 'Bulk Carrier', 'Ocean liner', 'RORO', 'big'], 'big'],
  [
    ['Tug', 'Tugboat', 'Pilot ship', 'Special Craft Pilot Vessel', 'fishboat', 'Mussel boat', 'Sailboat'],
    'small',
  ],
  [['Passengers', 'Passengership', 'Dredger', 'High-Speed Craft', 'whale', ''], 'unlabelled'],
  [['none', 'Natural ambient noise', 'background'], 'none'],
  [['medium'], 'medium'],
] as const)('without a length the types %j are %s', (types, size) => {
  for (const type of types) expect(sizeOfVessel(null, type)).toBe(size);
});
