import { analysisRateHz } from '../src/features/analysis.js';
import { LongSpectra, ShortSpectra } from '../src/features/band-spectra.js';
import { DemonSegments } from '../src/features/demon.js';
import { Envelope } from '../src/features/envelope.js';
import { FeatureExtractor } from '../src/features/extractor.js';
import { Filterbank } from '../src/features/filterbank.js';
import { LevelMeter } from '../src/features/levels.js';
import { WindowStatistics } from '../src/features/window-statistics.js';
import { DcRemoval } from '../src/signal/dc.js';
import { Resampler } from '../src/signal/resampler.js';
import { SampleHistory } from '../src/signal/sample-history.js';

/** What one stage costs, ms of processor time per second of audio: median of the rounds, and the least disturbed one. */
export interface StageCost {
  stage: string;
  msPerSecond: number;
  bestMsPerSecond: number;
}

const keptSamples = 11 * analysisRateHz;
const pieceSeconds = 0.02;
const roundsPerStage = 20;

/** Times each stage of the front end alone, and the whole extractor, on modulated noise at `sampleRateHz`. */
export function benchFeatures(sampleRateHz: number, seconds: number): StageCost[] {
  const captured = modulatedNoise(sampleRateHz, seconds);
  const analysed = modulatedNoise(analysisRateHz, seconds);
  const capturePiece = Math.ceil(sampleRateHz * pieceSeconds);
  const costs: StageCost[] = [];
  const time = (stage: string, samples: Float32Array, piece: number, take: (piece: Float32Array) => void) => {
    const rounds: number[] = [];
    const pieces = Math.floor(samples.length / piece);
    const perRound = Math.max(1, Math.floor(pieces / roundsPerStage));
    for (let first = 0; first + perRound <= pieces; first += perRound) {
      const started = process.cpuUsage();
      for (let i = first; i < first + perRound; i++) take(samples.subarray(i * piece, (i + 1) * piece));
      const { user, system } = process.cpuUsage(started);
      rounds.push((user + system) / 1000 / ((perRound * piece * seconds) / samples.length));
    }
    rounds.sort((a, b) => a - b);
    costs.push({ stage, msPerSecond: rounds[rounds.length >> 1], bestMsPerSecond: rounds[0] });
  };
  const timeAnalysed = (stage: string, advance: (history: SampleHistory) => void) => {
    const history = new SampleHistory(analysisRateHz);
    time(stage, analysed, analysisRateHz * pieceSeconds, (piece) => {
      history.append(piece);
      advance(history);
    });
  };

  const dc = new DcRemoval(sampleRateHz, capturePiece);
  time('DC removal', captured.slice(), capturePiece, (piece) => dc.push(piece, () => {}));
  const levels = new LevelMeter(sampleRateHz, null);
  time('levels', captured, capturePiece, (piece) => levels.push(piece, () => {}));
  const resampler = new Resampler(sampleRateHz, analysisRateHz, capturePiece);
  time('resampling', captured, capturePiece, (piece) => resampler.push(piece, () => {}));
  const long = new LongSpectra(keptSamples);
  timeAnalysed('1-s spectra', (history) => long.advance(history));
  const short = new ShortSpectra(keptSamples);
  timeAnalysed('32-ms spectra', (history) => short.advance(history));
  const envelope = new Envelope(keptSamples);
  timeAnalysed('envelope', (history) => envelope.advance(history));
  for (const compression of ['log', 'pcen'] as const) {
    const filterbank = new Filterbank(compression, keptSamples);
    timeAnalysed(`filterbank, ${compression}`, (history) => filterbank.advance(history));
  }
  const demon = new DemonSegments(envelope, analysisRateHz / 2);
  timeAnalysed('DEMON', (history) => demon.advance(history, () => {}));
  const statistics = new WindowStatistics({ long, short, envelope }, analysisRateHz / 2, 5 * analysisRateHz);
  time('statistics', analysed, 2.5 * analysisRateHz, () => statistics.measure(0, 5 * analysisRateHz));
  for (const compression of ['log', 'pcen'] as const) {
    const extractor = new FeatureExtractor({ sampleRateHz, calibration: null, compression });
    time(`all features, ${compression}`, captured, 1024, (piece) => extractor.push(piece, () => {}));
  }
  return costs;
}

function modulatedNoise(sampleRateHz: number, seconds: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: sampleRateHz * seconds }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const modulation = 1 + 0.5 * Math.sin((2 * Math.PI * 7 * i) / sampleRateHz);
    return 0.1 * modulation * (state / 2 ** 31 - 1);
  });
}

if (import.meta.filename === process.argv[1]) {
  const sampleRateHz = Number(process.argv[2] ?? 32_000);
  benchFeatures(sampleRateHz, 20);
  console.log('ms per second of audio: median, best round');
  for (const { stage, msPerSecond, bestMsPerSecond } of benchFeatures(sampleRateHz, 200)) {
    console.log(stage.padEnd(24), msPerSecond.toFixed(3), bestMsPerSecond.toFixed(3));
  }
}
