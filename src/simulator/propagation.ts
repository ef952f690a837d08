import { cos, exp, hypot, sin, square } from './elementary.js';
import type { Random } from './random.js';
import { GRID_HZ, type Spectrum } from './spectrum.js';

const SOUND_SPEED_M_S = 1500;

/** What a shallow sea does to sound on its way: a layer of water over a fluid seabed under a rough surface. */
export interface Waveguide {
  depthM: number;
  seabedSpeedMS: number;
  /** Density of the seabed over that of water. */
  seabedDensityRatio: number;
  seabedAttenuationDbPerWavelength: number;
  /** Root mean square height of the surface. */
  surfaceRoughnessM: number;
  /** Grid points on each side over which motion and the ship's extent blur the interference pattern. */
  blurPoints: number;
  /** A bank, breakwater or headland: beyond `rangeM` sound loses `dbPerKm` more. */
  shelter?: { rangeM: number; dbPerKm: number };
}

export interface Path {
  /** Horizontal distance. */
  rangeM: number;
  sourceDepthM: number;
  receiverDepthM: number;
}

/** Absorption of sea water in dB/km after Thorp (1967), as collected in Urick, Principles of Underwater Sound. */
export function thorpAbsorptionDbPerKm(frequencyHz: number): number {
  const squareKHz = square(frequencyHz / 1000);
  return (
    (0.11 * squareKHz) / (1 + squareKHz) + (44 * squareKHz) / (4100 + squareKHz) + 2.75e-4 * squareKHz + 0.003
  );
}

/** Draws a seabed from silt to gravel; density follows sound speed, as in Hamilton's regressions. */
export function drawWaveguide(random: Random, depthM: number): Waveguide {
  const seabedSpeedMS = random.uniform(1520, 1850);
  return {
    depthM,
    seabedSpeedMS,
    seabedDensityRatio: 1.3 + (0.9 * (seabedSpeedMS - 1520)) / 330 + random.normal(0, 0.08),
    seabedAttenuationDbPerWavelength: random.uniform(0.1, 1),
    surfaceRoughnessM: random.uniform(0, 0.8),
    blurPoints: random.integer(1, 5),
  };
}

/**
 * Power that arrives over a path, as a share of the power at 1 m (linear, on the grid up to `highestHz`, 0 above).
 * Image sources of the Pekeris waveguide: the surface turns the phase and scatters (Lloyd's mirror with
 * μ = exp(−2(k σ sin θ)²)), the seabed reflects with Rayleigh's coefficient, Thorp's absorption is added.
 * Jensen, Kuperman, Porter and Schmidt, Computational Ocean Acoustics (image method, reflection at a fluid seabed).
 */
export function receivedPower(waveguide: Waveguide, path: Path, highestHz: number): Spectrum {
  const count =
    GRID_HZ.findIndex((frequencyHz) => frequencyHz > highestHz) + waveguide.blurPoints + 1 || GRID_HZ.length;
  const points = Math.min(count, GRID_HZ.length);
  const real = new Float64Array(points);
  const imaginary = new Float64Array(points);
  for (const image of images(waveguide, path)) addImage(real, imaginary, image, waveguide.surfaceRoughnessM);
  const power = new Float64Array(GRID_HZ.length);
  const floor = 1e-14 / square(path.rangeM);
  for (let i = 0; i < points; i++) power[i] = square(real[i]!) + square(imaginary[i]!) + floor;
  const blurred = blur(power, points, waveguide.blurPoints);
  const { shelter } = waveguide;
  const shelterDb = shelter ? (Math.max(0, path.rangeM - shelter.rangeM) / 1000) * shelter.dbPerKm : 0;
  for (let i = 0; i < points; i++) {
    const lossDb = (thorpAbsorptionDbPerKm(GRID_HZ[i]!) * path.rangeM) / 1000 + shelterDb;
    blurred[i] = blurred[i]! * exp(-lossDb * (Math.LN10 / 10));
  }
  return blurred;
}

interface Image {
  distanceM: number;
  sineOfGrazing: number;
  surfaceReflections: number;
  /** Product of the seabed's reflection coefficients. */
  seabedReal: number;
  seabedImaginary: number;
}

function* images(waveguide: Waveguide, path: Path): Generator<Image> {
  const { depthM } = waveguide;
  const { rangeM, sourceDepthM, receiverDepthM } = path;
  const orders = Math.min(Math.max(Math.ceil((0.9 * rangeM) / (2 * depthM)), 2), 14);
  for (let order = 0; order < orders; order++) {
    const above = 2 * depthM * order;
    const below = 2 * depthM * (order + 1);
    const heights: [heightM: number, surface: number, seabed: number][] = [
      [above - sourceDepthM + receiverDepthM, order, order],
      [above + sourceDepthM + receiverDepthM, order + 1, order],
      [below - sourceDepthM - receiverDepthM, order, order + 1],
      [below + sourceDepthM - receiverDepthM, order + 1, order + 1],
    ];
    for (const [heightM, surfaceReflections, seabedReflections] of heights) {
      const distanceM = hypot(rangeM, heightM);
      const sineOfGrazing = Math.abs(heightM) / distanceM;
      const [seabedReal, seabedImaginary] = power(
        rayleighReflection(waveguide, sineOfGrazing),
        seabedReflections,
      );
      if (hypot(seabedReal, seabedImaginary) < 1e-3) continue;
      yield { distanceM, sineOfGrazing, surfaceReflections, seabedReal, seabedImaginary };
    }
  }
}

function addImage(real: Float64Array, imaginary: Float64Array, image: Image, roughnessM: number): void {
  const { distanceM, sineOfGrazing, surfaceReflections, seabedReal, seabedImaginary } = image;
  const sign = surfaceReflections % 2 === 0 ? 1 : -1;
  const wavenumberPerHz = (2 * Math.PI) / SOUND_SPEED_M_S;
  const scattering = -2 * surfaceReflections * square(wavenumberPerHz * roughnessM * sineOfGrazing);
  for (let i = 0; i < real.length; i++) {
    const frequencyHz = GRID_HZ[i]!;
    const exponent = scattering * frequencyHz * frequencyHz;
    if (exponent < -12) break;
    const amplitude = (sign * exp(exponent)) / distanceM;
    const phase = wavenumberPerHz * frequencyHz * distanceM;
    const cosine = amplitude * cos(phase);
    const sine = amplitude * sin(phase);
    real[i] = real[i]! + seabedReal * cosine - seabedImaginary * sine;
    imaginary[i] = imaginary[i]! + seabedReal * sine + seabedImaginary * cosine;
  }
}

/** A complex number to a whole power. */
function power([re, im]: readonly [number, number], exponent: number): [real: number, imaginary: number] {
  let [real, imaginary] = [1, 0];
  for (let i = 0; i < exponent; i++)
    [real, imaginary] = [real * re - imaginary * im, real * im + imaginary * re];
  return [real, imaginary];
}

/** Rayleigh's reflection coefficient of a lossy fluid seabed, for waves that go as exp(+ikr). */
function rayleighReflection(waveguide: Waveguide, sineOfGrazing: number): [real: number, imaginary: number] {
  const { seabedSpeedMS, seabedDensityRatio, seabedAttenuationDbPerWavelength } = waveguide;
  // The seabed's wavenumber over that of water: 54.6 dB a wavelength is an imaginary part equal to the real one.
  const ratio = SOUND_SPEED_M_S / seabedSpeedMS;
  const loss = ratio * (seabedAttenuationDbPerWavelength / 54.6);
  const squareRe = ratio * ratio - loss * loss - (1 - sineOfGrazing * sineOfGrazing);
  const squareIm = 2 * ratio * loss;
  const modulus = hypot(squareRe, squareIm);
  const verticalRe = Math.sqrt((modulus + squareRe) / 2);
  const verticalIm = Math.sqrt((modulus - squareRe) / 2);
  const water = seabedDensityRatio * sineOfGrazing;
  const denominator = square(water + verticalRe) + square(verticalIm);
  return [
    ((water - verticalRe) * (water + verticalRe) - verticalIm * verticalIm) / denominator,
    (-2 * water * verticalIm) / denominator,
  ];
}

/** Mean over 2·halfWidth+1 neighbours, the ends held. */
function blur(power: Spectrum, points: number, halfWidth: number): Spectrum {
  const out = new Float64Array(power.length);
  for (let i = 0; i < points; i++) {
    let sum = 0;
    for (let j = i - halfWidth; j <= i + halfWidth; j++) sum += power[Math.min(Math.max(j, 0), points - 1)]!;
    out[i] = sum / (2 * halfWidth + 1);
  }
  return out;
}
