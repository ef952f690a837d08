import type { LabelledRecording } from '../datasets/labelled-recording.js';
import type { EvaluatedModel } from '../evaluation/evaluated-model.js';
import { embedRecordings } from '../evaluation/few-shot-recordings.js';
import { scoreFewShot } from '../evaluation/few-shot-scores.js';
import { fewShotTable } from '../evaluation/few-shot-table.js';
import { fewShotPage } from '../evaluation/page/few-shot-page.js';
import { progressBar } from './progress.js';
import { typedCommand, writeReport } from './write-report.js';

export interface FewShotOptions {
  episodes: number;
  seed: number;
  baseline?: boolean;
  json?: boolean;
  report?: string;
}

/** `hullprint evaluate --protocol few-shot`. */
export async function evaluateFewShot(
  recordings: readonly LabelledRecording[],
  model: EvaluatedModel,
  { episodes, seed, baseline = false, json, report: file }: FewShotOptions,
): Promise<void> {
  const bar = progressBar(recordings.length, 'recordings');
  const embedded = await embedRecordings(recordings, model, (done) => bar.update(done)).finally(() =>
    bar.stop(),
  );
  const report = scoreFewShot(embedded, { episodes, seed, baseline });
  if (file !== undefined) await writeReport(file, fewShotPage({ model, command: typedCommand() }, report));
  const { name, version } = model.manifest;
  console.log(
    json
      ? JSON.stringify({ model: { name, version, identity: model.identity }, ...report })
      : fewShotTable(report),
  );
}
