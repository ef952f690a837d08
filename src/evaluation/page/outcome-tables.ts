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

function marked(size: string, answer: string): Markup {
  if (!SCORED.includes(size)) return html`${answer}`;
  if (answer === size) return html`✓ ${answer}`;
  return answer === 'unknown' ? html`? ${answer}` : html`<span class="wrong">✗ ${answer}</span>`;
}
