import type { EvaluatedRecording } from '../evaluate.js';
import { html, type Markup } from './markup.js';
import { table } from './table.js';

const SCORED = ['big', 'small', 'none'];

/** Every recording with what was said of it. */
export function byRecording(evaluated: readonly EvaluatedRecording[]): Markup {
  return table(
    'Wrong answers are marked ✗, unknown ones ?, right ones ✓',
    [
      'recording',
      'vessel',
      'is',
      'verdict',
      'confidence',
      'forced',
      'baseline',
      'SNR dB',
      'range m',
      'shaft Hz',
    ],
    evaluated.map((one) => [
      one.recording.recordingId,
      one.recording.vessel,
      one.recording.size,
      marked(one.recording.size, one.verdict.size),
      one.verdict.confidence.toFixed(2),
      marked(one.recording.size, one.forced.size),
      marked(one.recording.size, one.baseline.size),
      one.recording.snrDb?.toFixed(1) ?? '',
      one.recording.rangeM?.toFixed(0) ?? '',
      one.shaft?.shaftHz.toFixed(2) ?? '',
    ]),
  );
}

/** Each ship with its recordings counted; the sea without ships as one row. */
export function byVessel(evaluated: readonly EvaluatedRecording[]): Markup {
  const vessels = new Map<string, EvaluatedRecording[]>();
  for (const one of evaluated.filter(({ recording }) => SCORED.includes(recording.size))) {
    const { size, vessel } = one.recording;
    const key = size === 'none' ? 'no ship' : `${vessel} (${size})`;
    vessels.set(key, [...(vessels.get(key) ?? []), one]);
  }
  return table(
    'Verdicts, with the unknown zone',
    ['vessel', 'recordings', 'right', 'unknown', 'wrong'],
    [...vessels].map(([vessel, own]) => {
      const right = own.filter(({ recording, verdict }) => verdict.size === recording.size).length;
      const unknown = own.filter(({ verdict }) => verdict.size === 'unknown').length;
      const wrong = own.length - right - unknown;
      return [
        vessel,
        ...[own.length, right, unknown].map(String),
        wrong > 0 ? html`<span class="wrong">✗ ${wrong}</span>` : '0',
      ];
    }),
  );
}

function marked(size: string, answer: string): Markup {
  if (!SCORED.includes(size)) return html`${answer}`;
  if (answer === size) return html`✓ ${answer}`;
  return answer === 'unknown' ? html`? ${answer}` : html`<span class="wrong">✗ ${answer}</span>`;
}
